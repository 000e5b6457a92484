#include "tests/model/action.h"

namespace perk::model {
namespace {

constexpr std::array<Shape, kKinds> kShapes{{
    {"is paid 1 to load", true, true, 1},
    {"is asked for a coffee of 1", true, true, 1},
    {"is asked to take back purchase", true, true, 3},
    {"releases 1 of its rights", true, true, 1},
    {"renounces the right to take back its purchases", true, true, 1},
    {"lapses what has expired of its allowances and holds", true, false, 1},
    {"(clock) one hour later", true, false, 1},
    {"is switched off and on again", true, false, 1},
    {"loses its disk and begins a new life", true, false, 1},
    {"is copied, and the copy put into service", true, false, 1},
    {"sets 1 aside", true, true, 1},
    {"takes 1 of what is set aside, hold", true, true, 2},
    {"gives back what is set aside, hold", true, true, 2},
    {"is asked to give the money of a load back, load", true, true, 3},
    {"has its next event heard by head office", true, false, 1},
    {"hears the next event, of origin", true, false, 2},
    {"hears everything again", true, false, 1},
    {"and head office exchange all they have", true, false, 1},
    {"hears what head office holds of its log", true, false, 1},
    {"is sent a snapshot", true, true, 1},
    {"takes the snapshot it was sent", true, true, 1},
    {"answers a challenge: Hello", true, false, 1},
    {"has its Hello heard by head office", true, false, 1},
    {"reports to the restored head office", true, false, 1},
    {"is granted 1 of the reserve", true, true, 1},
    {"is granted a stand-in allowance", true, false, 1},
    {"has its allowances replenished", true, false, 1},
    {"has its cap restored", true, true, 1},
    {"has its rights returned by decision", true, true, 1},
    {"head office opens and recovers overdrafts", false, true, 1},
    {"head office writes off 1", false, true, 1},
    {"head office is asked to take back purchase", false, true, 3},
    {"has its log closed by an operator", true, false, 1},
    {"head office is charged back load", false, true, 3},
    {"head office freezes", false, true, 1},
    {"head office's clock: one hour later", false, false, 1},
    {"head office's database: all is durable on a quorum", false, false, 1},
    {"head office's database fails over", false, false, 1},
    {"is granted 1 by the former primary", true, true, 1},
    {"hears from the former primary", true, false, 1},
    {"head office is restored from a backup", false, false, 1},
}};

}  // namespace

const Shape& shape_of(Kind kind) { return kShapes.at(static_cast<std::size_t>(kind)); }

std::string text_of(const Action& action) {
  const Shape& shape = shape_of(action.kind);
  std::string text;
  if (shape.has_shop) text += std::string(1, static_cast<char>('A' + action.shop)) + ": ";
  text += shape.words;
  if (shape.choices > 1) text += " " + std::to_string(action.which + 1);
  if (shape.has_card) text += ", card " + std::to_string(action.card + 1);
  return text;
}

std::string text_of(const Actions& actions) {
  std::string text;
  for (std::size_t i = 0; i < actions.size(); ++i)
    text += "  " + std::to_string(i + 1) + ". " + text_of(actions[i]) + "\n";
  return text;
}

}  // namespace perk::model
