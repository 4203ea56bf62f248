// The gate before production of each registered model: its settings, and its judgement of a version.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "datasets/data_sets.h"
#include "gate/gate_settings.h"
#include "registry/promotion_gate.h"
#include "store/store.h"

namespace shohin {

// A registered model that nobody knows fails with kResourceDoesNotExist.
class QualityGate {
 public:
  // The store and the data sets outlive it.
  QualityGate(Store& store, DataSets& data_sets, Clock clock = system_time_ms)
      : store_(store), data_sets_(data_sets), clock_(std::move(clock)) {}

  Outcome<std::optional<GateSettings>> settings(const std::string& model);
  // kInvalidParameterValue for a data set that is not here.
  Outcome<void> set(const std::string& model, const GateSettings& settings, const Actor& actor);
  Outcome<void> remove(const std::string& model, const Actor& actor);  // kResourceDoesNotExist: none

  // By the settings of the candidate's registered model; without any, a verdict without rules.
  Outcome<GateVerdict> judge(const Candidate& candidate);

 private:
  void measure(const GateSettings& asked, const Model& next, const ServedModel* present,
               GateVerdict& verdict);

  Store& store_;
  DataSets& data_sets_;
  Clock clock_;
  std::mutex judging_;  // one at a time, so that only one table is in memory
};

}  // namespace shohin
