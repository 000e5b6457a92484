#include "central/desk/operator_desk.h"

#include <algorithm>

#include "central/desk/chain_pen.h"
#include "ledger/permissions.h"
#include "sync/tls/party.h"

namespace perk::central {
namespace {

/// Whoever has an account can have a certificate.
std::optional<AdminFault> fault_in_name(const std::string& name) {
  if (sync::is_valid(sync::Party::operator_named(name))) return std::nullopt;
  return AdminFault{
      "malformed",
      "An operator's name is 1 to 32 of the letters a to z, digits and . - _, without "
      "spaces."};
}

AdminFault operator_unknown(const std::string& name) {
  return {"operator_unknown",
          "There is no operator '" + name + "': `perk operator list` shows who is there."};
}

/// Whether somebody else could still keep the accounts.
bool leaves_an_admin(const OperatorBook& book, const std::string& without) {
  const auto all = book.all();
  return std::ranges::any_of(all, [&](const auto& entry) {
    const auto& [name, account] = entry;
    return name != without && !account.is_dismissed && account.role == OperatorRole::Admin;
  });
}

AdminFault last_admin(const std::string& name) {
  return {"last_admin", name +
                            " is the only admin: nobody could keep the accounts any more. Make "
                            "another operator an admin first."};
}

OperatorRow row_of(const std::string& name, const OperatorAccount& account) {
  return {name, account.role, account.key, account.is_dismissed};
}

}  // namespace

DeskAnswer<OperatorsReply> OperatorDesk::list() const {
  const Shard shard = shard_of(StoreId(), around_.chain.shard_count);
  if (auto done = around_.risk.catch_up(shard); !done) return failed(fault_of(done.error()));
  OperatorsReply reply;
  around_.risk.read([&](const ChainRisk& risk) {
    for (const auto& [name, account] : risk.operators().all())
      reply.rows.push_back(row_of(name, account));
  });
  return reply;
}

DeskAnswer<OperatorsReply> OperatorDesk::admit(const AdmitOperatorRequest& request) {
  return write(request, [&](const OperatorBook& book) -> Change {
    const auto there = book.find(request.name);
    if (there && !there->is_dismissed) {
      if (there->role == request.role && there->key == request.key)
        return std::optional<EventBody>();
      return failed(AdminFault{"operator_exists", "There is an operator '" + request.name +
                                                      "' already: change their role, or dismiss "
                                                      "them first to give them another key."});
    }
    if (book.is_open() && request.role != OperatorRole::Admin)
      return failed(AdminFault{"first_admin",
                               "The first operator must be an admin: from then on every request "
                               "must be signed, and nobody else could admit the next one."});
    for (const auto& [name, account] : book.all()) {
      if (account.key == request.key && !account.is_dismissed)
        return failed(AdminFault{"key_in_use", "That is the key of " + name +
                                                   ": each operator has a key of their own."});
    }
    return std::optional<EventBody>(OperatorAdmitted{request.name, request.role, request.key,
                                                     request.reason, request.operator_name});
  });
}

DeskAnswer<OperatorsReply> OperatorDesk::change_role(const ChangeRoleRequest& request) {
  return write(request, [&](const OperatorBook& book) -> Change {
    const auto there = book.find(request.name);
    if (!there || there->is_dismissed) return failed(operator_unknown(request.name));
    if (there->role == request.role) return std::optional<EventBody>();
    if (there->role == OperatorRole::Admin && !leaves_an_admin(book, request.name))
      return failed(last_admin(request.name));
    return std::optional<EventBody>(
        OperatorRoleChanged{request.name, request.role, request.reason, request.operator_name});
  });
}

DeskAnswer<OperatorsReply> OperatorDesk::dismiss(const DismissOperatorRequest& request) {
  return write(request, [&](const OperatorBook& book) -> Change {
    const auto there = book.find(request.name);
    if (!there) return failed(operator_unknown(request.name));
    if (there->is_dismissed) return std::optional<EventBody>();
    if (there->role == OperatorRole::Admin && !leaves_an_admin(book, request.name))
      return failed(last_admin(request.name));
    return std::optional<EventBody>(
        OperatorDismissed{request.name, request.reason, request.operator_name});
  });
}

template <typename Request>
DeskAnswer<OperatorsReply> OperatorDesk::write(
    const Request& request, const std::function<Change(const OperatorBook&)>& decide) {
  if (auto fault = fault_in_name(request.name)) return failed(std::move(*fault));
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  if (request.reason.find_first_not_of(' ') == std::string::npos)
    return failed(fault_of(RightsRefusal::ReasonMissing));
  std::optional<AdminFault> refused;
  const auto written =
      write_chain_word(around_, request.word, [&](const OfficeDesk& desk, const ChainRisk& risk) {
        refused.reset();
        std::vector<Event> events;
        auto change = decide(risk.operators());
        if (!change) refused = change.error();
        if (change && change.value())
          events.push_back(chain_event(std::move(*change.value()), desk.stamp()));
        return events;
      });
  if (!written) return failed(fault_of(written.error()));
  if (refused) return failed(std::move(*refused));
  return list();
}

}  // namespace perk::central
