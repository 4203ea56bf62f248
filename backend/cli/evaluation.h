// Everything that `shohin evaluate` finds out, for machines and for people.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/table.h"
#include "evaluate/bootstrap.h"
#include "evaluate/mcnemar.h"
#include "evaluate/metrics.h"
#include "evaluate/permutation.h"
#include "model/model.h"
#include "text/json.h"

namespace shohin {

struct ModelComparison {
  Metrics metrics;  // of the other model
  std::string model_digest;
  McNemar test;  // first: the model, second: the other
};

struct Evaluation {
  std::vector<float> probabilities;
  Metrics metrics;
  BootstrapOptions bootstrap;
  std::optional<MetricIntervals> intervals;
  PermutationOptions permutation;
  std::vector<PermutationImportance> importance;  // [feature]; empty when it was not asked for
  std::optional<ModelComparison> comparison;
};

ModelComparison compare_models(const Model& other, const Table& table, const Evaluation& first);

// Shuffles feature after feature on that many threads, with progress on stderr.
std::vector<PermutationImportance> shuffle_features(const Model& model, const Table& table,
                                                    const Evaluation& evaluation, std::uint32_t threads,
                                                    bool quiet);

JsonObject evaluation_json(const Evaluation& evaluation, const Model& model, const Table& table);

// What there is beside the metrics, on stdout.
void print_findings(const Evaluation& evaluation, const Contract& contract);

}  // namespace shohin
