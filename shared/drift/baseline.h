// The training data in short, as a model carries it: what new data are compared with.
#pragma once

#include <cstdint>
#include <vector>

#include "data/table.h"
#include "drift/sketch.h"
#include "text/json.h"

namespace shohin {

struct FeatureBaseline {
  Sketch values;
  std::vector<std::uint32_t> deciles{};  // places in values.bins.edges; empty for categories
  double mean = 0, deviation = 0;        // of the numbers that are there; divided by their count
};

struct Baseline {
  std::vector<std::uint64_t> class_rows;  // [class]
  std::vector<FeatureBaseline> features;  // in the contract's order

  [[nodiscard]] std::uint64_t rows() const;
};

struct BaselineOptions {
  std::uint32_t bins = 40;  // of equal share, for a feature of numbers (bins.h); a multiple of 10
  // When all features' counts would be more numbers than this, they have 20 bins, or 10.
  std::uint64_t numbers = 16384;
};

// Of a labelled table; the same on every target.
Baseline make_baseline(const Table& table, const BaselineOptions& options = {});

// {"schema": "shohin.baseline/1", "class_rows": [..], "features": [{"name", "edges", "deciles", "least",
// "most", "mean", "deviation", "counts": [..], "missing"}]}; a categorical feature has name, counts and
// missing. Without any number least and most are null.
Json baseline_json(const Baseline& baseline, const Contract& contract);

// Reads what baseline_json wrote for that contract. Fails with kForeignContract (other features or classes),
// or kBadSyntax with the name of what is not as baseline_json writes it in `value`.
Result<Baseline> read_baseline(const Json& document, const Contract& contract);

}  // namespace shohin
