// What the gate of a registered model asks for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "error/error.h"
#include "http/field.h"
#include "text/json.h"

namespace shohin {

struct MetricBound {
  std::string metric;  // one of the names in summary_json (wire/metrics_json.h)
  std::optional<double> least, most;
};

struct GateSettings {
  bool compatible_contract = true;       // with the version that serves now
  std::string data_digest{};             // of the data set that is measured on; empty: nothing is measured
  std::vector<MetricBound> metrics{};    // on that data set
  std::optional<double> class_margin{};  // how much below the present F1 a class's may lie there, 0 to 1
};

// {"contract": "compatible" or "any", "data_digest", "metrics": {name: {"min", "max"}}, "class_margin"}; what
// is left out is not asked for, but for the contract. Fails with kInvalidParameterValue and every fault:
// metrics and margin need the data set.
Outcome<GateSettings> read_gate_settings(const Json& document);
// Refuses, in the same way, bounds outside what their metric can be, and a min above its max. Of settings
// that come: what was kept before stays readable.
Outcome<void> check_gate_bounds(const GateSettings& settings);
Json gate_settings_json(const GateSettings& settings);
// What it is read from, and what it is told as.
std::vector<Field> gate_fields();
Field gate_schema();

}  // namespace shohin
