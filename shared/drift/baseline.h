// The training data in short, as a model carries it: what new data are compared with, and how each class's
// measurements lie.
#pragma once

#include <cstdint>
#include <vector>

#include "data/table.h"
#include "drift/bins.h"
#include "text/json.h"

namespace shohin {

struct FeatureBaseline {
  Bins bins;
  std::vector<std::uint32_t> deciles;              // places in bins.edges; empty for categories
  std::vector<std::vector<std::uint32_t>> counts;  // [class][bin] rows; one list for all when not by_class
  std::vector<std::uint32_t> missing;              // [class], or one in all
  float least = 0, most = 0;                       // of a number's values that are there; 0 without any
  double mean = 0, deviation = 0;                  // the same; divided by their number

  [[nodiscard]] std::vector<std::uint64_t> all_counts() const;  // [bin], over the classes
  [[nodiscard]] std::uint64_t all_missing() const;
};

struct Baseline {
  std::vector<std::uint32_t> class_rows;  // [class]
  bool by_class = true;                   // whether counts are told apart by class
  std::vector<FeatureBaseline> features;  // in the contract's order

  [[nodiscard]] std::uint64_t rows() const;
};

struct BaselineOptions {
  std::uint32_t bins = 40;  // the most for a feature of numbers; a multiple of 10
  // When all classes' counts would be more numbers than this, features have 20 or 10 bins; when even those
  // are too many, classes are not told apart.
  std::uint64_t numbers = 16384;
};

// Of a labelled table; the same on every target.
Baseline make_baseline(const Table& table, const BaselineOptions& options = {});

// {"schema": "shohin.baseline/1", "class_rows": [..], "by_class": true, "features": [{"name", "edges",
// "deciles", "least", "most", "mean", "deviation", "counts": [[..] a class], "missing": [..]}]}; a
// categorical feature has name, counts and missing.
Json baseline_json(const Baseline& baseline, const Contract& contract);

// Reads what baseline_json wrote for that contract. Fails with kForeignContract (other features or classes),
// or kBadSyntax and the field for anything else that is not as baseline_json writes it.
Result<Baseline> read_baseline(const Json& document, const Contract& contract);

}  // namespace shohin
