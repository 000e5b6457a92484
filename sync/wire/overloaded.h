// One lambda for each kind that a variant can hold; the compiler refuses a kind without one.
#pragma once

namespace perk::sync {

template <typename... Lambdas>
struct Overloaded : Lambdas... {
  using Lambdas::operator()...;
};
template <typename... Lambdas>
Overloaded(Lambdas...) -> Overloaded<Lambdas...>;

}  // namespace perk::sync
