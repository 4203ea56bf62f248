#include "registry/promotion_gate.h"

namespace shohin {

Error refusal_of(const ModelVersion& version, const GateVerdict& verdict) {
  Error error{
      ErrorCode::kInvalidParameterValue,
      "Version " + std::to_string(version.version) + " of " + version.name + " may not enter production:",
      {},
      {}};
  for (const auto& rule : verdict.rules) {
    if (rule.passes) continue;
    error.message += " Rule " + rule.rule + ": " + rule.message;
    error.faults.add({.code = FaultCode::kContradiction,
                      .field = rule.rule,
                      .value = rule.value,
                      .expected = rule.expected});
  }
  error.message += " To promote it in spite of that, give a reason in the version's tag " +
                   std::string(kOverrideTag) + ".";
  return error;
}

}  // namespace shohin
