// Everything the demo shows, as real processes in one folder: head office, three shops, the lines between
// them (through the fault proxy). The database is there already. Starts them in order, waits for each,
// and ends them when it goes, unless they are to be kept. Single-threaded; waits on the calling thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "central/admin/admin_client.h"
#include "ops/ask_head_office.h"
#include "ops/demo_run/child.h"
#include "ops/demo_run/till_papers.h"
#include "ops/simulate/store_line.h"
#include "sync/net/address.h"

namespace perk::ops {

/// Whom the operator's certificate of a demo speaks for.
inline constexpr const char* kDemoOperator = "demo";

enum class Protection {
  Tls,              ///< Between tills, shops, operators and head office.
  InsecureLoopback  ///< Nothing is encrypted, for comparisons.
};

/// Where a shop's node runs if it is not beside all others: past the fault proxy.
struct OtherPlace {
  std::vector<std::string> enter;  ///< Words before its program's: "/sbin/ip netns exec perk17".
  std::string terminals_host;      ///< Where its tills find it,
  std::string head_office_host;    ///< and it finds head office.
};

struct StageOptions {
  std::filesystem::path directory;  ///< Of this demo: empty, or new.
  std::filesystem::path programs;   ///< Where perk-central, perk-store, ... are.
  std::string conninfo;             ///< An empty database.
  std::string currency = "EUR";
  Lifetime lifetime = Lifetime::EndsWithUs;
  std::uint64_t seed = 1;
  Protection protection = Protection::Tls;
  /// Of `programs`, or absolute: others stand in for them where a planted bug is to be found, or an older build.
  std::string store_program = "perk-store", central_program = "perk-central";
  std::string more_store_settings;  ///< TOML, after what every shop's settings say.
  std::map<std::size_t, OtherPlace> other_places{};  ///< Of shops, by their place.
  /// Stand-in allowances are measured in it (ops/compare/comparison.h). Zero: head office's own sizes.
  Amount typical_purchase;
};

struct Shop {
  std::string name;  ///< "Harbour"
  std::string link;  ///< Of the fault proxy: "harbour".
  std::filesystem::path directory;
  sync::Address terminals;
  Child* node = nullptr;
  std::optional<StoreId> store{};             ///< As it was enrolled.
  std::shared_ptr<const TillPapers> tills{};  ///< Of all tills of the chain.
};

/// As perk-sim wants it: "1@127.0.0.1:7101".
[[nodiscard]] std::string place_of(const Shop& shop);

/// A line of one of its tills, whose papers are made if there are none yet; nothing is dialled.
[[nodiscard]] Result<StoreLine, std::string> line_to(const Shop& shop, TerminalId terminal,
                                                     Millis answer_max);

class Stage {
 public:
  using Say = std::function<void(const std::string&)>;
  /// The error is a sentence for the person who started the demo.
  [[nodiscard]] static Result<std::unique_ptr<Stage>, std::string> set_up(
      const StageOptions& options, const Say& say);

  /// Ends what is not to be kept, the last started first.
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  [[nodiscard]] const std::vector<Shop>& shops() const { return shops_; }
  [[nodiscard]] const sync::Address& admin() const { return admin_; }
  [[nodiscard]] Child& head_office() { return *head_office_; }
  /// Where stores connect, past the lines that can be cut.
  [[nodiscard]] const sync::Address& central() const { return central_; }
  [[nodiscard]] const AskHeadOffice& ask() const { return ask_; }
  /// From now on what ask() says is signed with this key, in the name of the stage's own operator.
  [[nodiscard]] Result<Done, std::string> sign_with(const std::filesystem::path& operator_key);
  /// As `perk` wants it in the environment: "PERK_TLS=/tmp/demo/operator".
  [[nodiscard]] std::string security_variable() const;
  /// A new one-time code for a store of this name.
  [[nodiscard]] Result<std::string, std::string> code_for(const std::string& name,
                                                          Millis valid_for = Millis(3'600'000));
  /// A shop that was enrolled into this folder of the stage, as it will be once its node runs.
  [[nodiscard]] Result<Shop, std::string> enrolled_shop(const std::string& name,
                                                        const std::string& folder) const;
  [[nodiscard]] bool is_private() const { return options_.protection == Protection::Tls; }
  /// Where the tills' certificates are.
  [[nodiscard]] const std::filesystem::path& till_papers() const { return tills_->directory(); }
  /// Where the shops' tills connect: "1@127.0.0.1:7101,2@127.0.0.1:7102".
  [[nodiscard]] std::string stores() const;
  /// As perk-sim wants it of the tills of all shops, whose papers are made if there are none: --stores, --terminals, --tls.
  [[nodiscard]] Result<std::vector<std::string>, std::string> till_arguments(
      std::uint64_t tills_per_shop) const;
  [[nodiscard]] std::string proxy_control() const;
  [[nodiscard]] const StageOptions& options() const { return options_; }

  /// Breaks or heals a shop's line; nobody is told.
  [[nodiscard]] Result<Done, std::string> cut(const Shop& shop);
  [[nodiscard]] Result<Done, std::string> heal(const Shop& shop);
  /// Adds a toxic (ops/proxy/toxics.h) to a shop's line.
  [[nodiscard]] Result<Done, std::string> break_line(const Shop& shop, const std::string& toxic);
  /// What the fault proxy says of all lines, one in a line of text.
  [[nodiscard]] Result<std::string, std::string> line_status() const;
  /// Ends a shop's node, or head office, as a power cut would (SIGKILL). Returns when it is gone.
  void crash_shop(std::size_t shop);
  void crash_head_office();
  /// Starts what crashed again, on its files and at its address. Returns when it runs, before it serves.
  [[nodiscard]] Result<Done, std::string> restart_shop(std::size_t shop);
  [[nodiscard]] Result<Done, std::string> restart_head_office();
  /// Stops a shop's node, or head office, as an operator does who installs another build (SIGTERM), and starts that
  /// program on the same files at the same address. Returns when it runs, before it serves.
  [[nodiscard]] Result<Done, std::string> replace_shop(std::size_t shop,
                                                       const std::filesystem::path& program);
  [[nodiscard]] Result<Done, std::string> replace_head_office(const std::filesystem::path& program);
  /// Where head office finds its events from its next start on.
  [[nodiscard]] Result<Done, std::string> move_database(const std::string& conninfo);
  /// Copies the database of a shop that crashed; puts that copy in place of what is there now, as a person
  /// does who restores a backup.
  [[nodiscard]] Result<Done, std::string> copy_database(std::size_t shop);
  [[nodiscard]] Result<Done, std::string> put_copy_back(std::size_t shop);
  /// Removes the database of a shop that crashed.
  void destroy_database(std::size_t shop);
  /// Starts one more program in the demo's folder; its output goes to NAME.log there.
  [[nodiscard]] Result<Child*, std::string> start(const std::string& program,
                                                  const std::vector<std::string>& arguments,
                                                  const std::string& name,
                                                  const std::vector<std::string>& enter = {});
  static constexpr std::chrono::seconds kPatience{30};
  /// Looks again and again, until it is so or patience ends. The error says what was waited for in vain, at once
  /// if a server ended that was not made to.
  [[nodiscard]] Result<Done, std::string> wait_until(const std::string& sentence,
                                                     const std::function<bool()>& is_so,
                                                     std::chrono::seconds patience = kPatience);
  /// A sentence if one of the servers ended that was not made to.
  [[nodiscard]] std::optional<std::string> casualty();

 private:
  using Outcome = Result<Done, std::string>;
  explicit Stage(StageOptions options);
  Outcome start_head_office();
  Outcome write_office_settings(const sync::Address& stores, const sync::Address& admin) const;
  /// Unsigned without an identity.
  Outcome ask_as(std::optional<central::OperatorIdentity> identity);
  Outcome import_cards();
  Outcome make_authority();
  Outcome enrol(const std::string& name);
  /// As a person at the shop does, with the code that head office printed.
  Outcome enrol_by_code(const std::string& name, const std::filesystem::path& directory);
  Outcome start_lines();
  Outcome start_shop(Shop& shop, const sync::Address& line, const OtherPlace* elsewhere);
  /// `ended` becomes the new process, in the old one's place among the children.
  Outcome start_again(Child*& ended, const std::filesystem::path& program,
                      const std::string& settings, const std::string& name);
  Outcome write_down_what_runs() const;
  /// As wait_until, or until the program ends, which need not be a server yet.
  [[nodiscard]] Outcome wait_for(Child& child, const std::string& what,
                                 const std::function<bool()>& is_there);
  [[nodiscard]] Result<sync::Address, std::string> port_from(Child& child,
                                                             const std::filesystem::path& file);
  [[nodiscard]] std::filesystem::path path(const std::string& name) const {
    return options_.directory / name;
  }

  StageOptions options_;
  std::shared_ptr<const TillPapers> tills_;
  std::vector<std::unique_ptr<Child>> children_;
  std::size_t servers_ = 0;  ///< The first so many of them.
  std::vector<Shop> shops_;
  Child* head_office_ = nullptr;
  sync::Address central_, admin_;
  boost::asio::ip::tcp::endpoint proxy_control_;
  std::vector<sync::Address> lines_;  ///< Where each shop finds head office.
  AskHeadOffice ask_;
};

}  // namespace perk::ops
