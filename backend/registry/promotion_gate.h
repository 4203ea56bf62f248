// What stands before production: rules that a version must fulfil, and who promotes it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "error/error.h"
#include "serving/served_models.h"
#include "store/audit_rows.h"
#include "store/registry_records.h"

namespace shohin {

struct GateRule {
  std::string rule;  // "file", "contract", "data", "metric accuracy", "class pine"
  bool passes = true;
  std::string message;  // what was found and what is expected, without the rule's name
  std::string value{}, expected{};
};

struct GateVerdict {
  std::vector<GateRule> rules;  // none: no gate is set up

  [[nodiscard]] bool passes() const {
    for (const auto& rule : rules) {
      if (!rule.passes) return false;
    }
    return true;
  }
};

struct Candidate {
  const ModelVersion& version;
  const Outcome<std::shared_ptr<const ServedModel>>& model;  // or why its file does not load
  std::shared_ptr<const ServedModel> present;                // what serves now; null for nothing
};

// Judges a version. Fails only when it cannot be judged: a disk that does not answer.
using PromotionGate = std::function<Outcome<GateVerdict>(const Candidate&)>;

struct PromotionOrder {
  Actor actor{};  // who promotes
  // Promotes in spite of the gate, as the version's tag below does; of a rollback only what the log says.
  std::string override_reason{};
};

// Any MLflow client can set it; it is good for one promotion and then gone.
constexpr const char* kOverrideTag = "shohin.gate.override";
constexpr std::size_t kReasonCharacters = 1000;

// kInvalidParameterValue that names every rule that failed.
Error refusal_of(const ModelVersion& version, const GateVerdict& verdict);

}  // namespace shohin
