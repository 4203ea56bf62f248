#include "import/foreign_contract.h"

#include <algorithm>

#include "contract/limits.h"

namespace shohin {
namespace {

tl::unexpected<Faults> foreign(std::string_view field, std::string value, std::string expected) {
  return fail(Fault{.code = FaultCode::kForeignContract,
                    .field = std::string(field),
                    .value = std::move(value),
                    .expected = std::move(expected)});
}

bool are_positions(const std::vector<std::string>& labels) {
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] != std::to_string(i)) return false;
  return true;
}

}  // namespace

Result<Contract> made_contract_of(const ForeignNames& names) {
  Contract contract;
  contract.name = "imported";
  contract.target = "class";
  const std::uint64_t features = std::min<std::uint64_t>(names.feature_count, Limits::kColumns + 1);
  for (std::uint64_t i = 0; i < features; ++i)
    contract.features.push_back(
        {.name = "f" + std::to_string(i), .min = -kUnknownRange, .max = kUnknownRange});
  for (const std::string& name : names.classes) contract.classes.push_back({.name = name, .label = {}});
  return read_contract(contract_json(contract));
}

Result<void> check_given(const Contract& contract, const ForeignNames& names) {
  if (names.feature_count != 0 && names.feature_count != contract.features.size())
    return foreign("features", std::to_string(contract.features.size()), std::to_string(names.feature_count));
  if (names.classes.size() != contract.classes.size())
    return foreign("classes", std::to_string(contract.classes.size()), std::to_string(names.classes.size()));
  if (are_positions(names.classes)) return {};
  for (std::size_t i = 0; i < names.classes.size(); ++i)
    if (contract.classes[i].name != names.classes[i])
      return foreign("target.classes[" + std::to_string(i) + "]", contract.classes[i].name, names.classes[i]);
  return {};
}

}  // namespace shohin
