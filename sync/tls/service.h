// What a private connection is for. Its two ends agree on exactly one service (ALPN), so that nothing that
// was said to one server can be played to another. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace perk::sync {

enum class Service : std::uint8_t {
  Sync,      ///< A store at head office.
  Admin,     ///< An operator at head office.
  Terminal,  ///< A terminal at its store.
  Enrolment  ///< Whoever has no certificate yet, or renews one, at head office.
};

inline constexpr std::array kServices = {Service::Sync, Service::Admin, Service::Terminal,
                                         Service::Enrolment};

/// As ALPN carries it.
[[nodiscard]] constexpr std::string_view name_of(Service service) {
  constexpr std::array<std::string_view, 4> kNames = {"perk-sync/1", "perk-admin/1",
                                                      "perk-terminal/1", "perk-enrol/1"};
  return kNames[static_cast<std::size_t>(service)];
}

}  // namespace perk::sync
