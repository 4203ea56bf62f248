#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "drift/baseline.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr std::string_view kSchema = "shohin.baseline/1";

// The double whose shortest text is the float's: 2.1, not 2.0999999046325684.
Json short_number(float value) { return parse_number(print_number(value)).value_or(value); }

Json counts_json(const std::vector<std::uint32_t>& counts) { return JsonArray(counts.begin(), counts.end()); }

Json feature_json(const FeatureBaseline& feature, const std::string& name) {
  JsonObject out{{"name", name}};
  if (feature.bins.categories == 0) {
    JsonArray edges;
    for (const float edge : feature.bins.edges) edges.push_back(short_number(edge));
    out.emplace_back("edges", std::move(edges));
    out.emplace_back("deciles", counts_json(feature.deciles));
    out.emplace_back("least", short_number(feature.least));
    out.emplace_back("most", short_number(feature.most));
    out.emplace_back("mean", feature.mean);
    out.emplace_back("deviation", feature.deviation);
  }
  JsonArray groups;
  for (const auto& group : feature.counts) groups.push_back(counts_json(group));
  out.emplace_back("counts", std::move(groups));
  out.emplace_back("missing", counts_json(feature.missing));
  return out;
}

// Reads one document; the first thing that is wrong is kept.
class BaselineReader {
 public:
  explicit BaselineReader(const Contract& contract) : contract_(contract) {}

  Result<Baseline> read(const Json& document) {
    Baseline out;
    check(document["schema"].as_string() == kSchema, "schema");
    check(document["by_class"].is_bool(), "by_class");
    out.by_class = document["by_class"].as_bool();
    out.class_rows = read_counts(document["class_rows"], "class_rows");
    const JsonArray& features = document["features"].as_array();
    if (ok_ &&
        (out.class_rows.size() != contract_.classes.size() || features.size() != contract_.features.size()))
      return fail({.code = FaultCode::kForeignContract, .field = "shohin.baseline"});
    for (std::size_t f = 0; ok_ && f < features.size(); ++f) {
      if (features[f]["name"].as_string() != contract_.features[f].name)
        return fail({.code = FaultCode::kForeignContract, .field = "shohin.baseline"});
      out.features.push_back(read_feature(features[f], contract_.features[f], out.by_class));
    }
    if (!ok_) return fail({.code = FaultCode::kBadSyntax, .field = "shohin.baseline", .value = wrong_});
    return out;
  }

 private:
  void check(bool right, const char* name) {
    if (ok_ && !right) wrong_ = name;
    ok_ = ok_ && right;
  }

  double read_number(const Json& value, const char* name) {
    check(value.is_number() && std::isfinite(value.as_number()), name);
    return value.as_number();
  }

  float read_float(const Json& value, const char* name) {
    const double number = read_number(value, name);
    check(std::abs(number) <= static_cast<double>(std::numeric_limits<float>::max()), name);
    return ok_ ? static_cast<float>(number) : 0;
  }

  std::vector<std::uint32_t> read_counts(const Json& list, const char* name) {
    std::vector<std::uint32_t> out;
    check(list.is_array(), name);
    for (const Json& value : list.as_array()) {
      const double number = read_number(value, name);
      check(number >= 0 && number <= 4294967295.0 && number == std::floor(number), name);
      out.push_back(ok_ ? static_cast<std::uint32_t>(number) : 0);
    }
    return out;
  }

  FeatureBaseline read_feature(const Json& json, const Feature& described, bool by_class) {
    FeatureBaseline out;
    if (described.kind == FeatureKind::kCategorical)
      out.bins.categories = static_cast<std::uint32_t>(described.categories.size());
    else
      read_numbers(json, out);
    const JsonArray& groups = json["counts"].as_array();
    const std::size_t expected = by_class ? contract_.classes.size() : 1;
    check(groups.size() == expected, "counts");
    for (const Json& group : groups) {
      out.counts.push_back(read_counts(group, "counts"));
      check(out.counts.back().size() == out.bins.count(), "counts");
    }
    out.missing = read_counts(json["missing"], "missing");
    check(out.missing.size() == expected, "missing");
    return out;
  }

  void read_numbers(const Json& json, FeatureBaseline& out) {
    std::vector<float>& edges = out.bins.edges;
    check(json["edges"].is_array(), "edges");
    for (const Json& edge : json["edges"].as_array()) {
      edges.push_back(read_float(edge, "edges"));
      check(edges.size() < 2 || edges[edges.size() - 2] < edges.back(), "edges");
    }
    out.deciles = read_counts(json["deciles"], "deciles");
    check(std::is_sorted(out.deciles.begin(), out.deciles.end()) &&
              (out.deciles.empty() || out.deciles.back() < edges.size()),
          "deciles");
    out.least = read_float(json["least"], "least");
    out.most = read_float(json["most"], "most");
    out.mean = read_number(json["mean"], "mean");
    out.deviation = read_number(json["deviation"], "deviation");
    check(out.deviation >= 0 && out.least <= out.most, "deviation");
  }

  const Contract& contract_;
  std::string wrong_;
  bool ok_ = true;
};

}  // namespace

Json baseline_json(const Baseline& baseline, const Contract& contract) {
  JsonArray features;
  for (std::size_t f = 0; f < baseline.features.size(); ++f)
    features.push_back(feature_json(baseline.features[f], contract.features[f].name));
  return JsonObject{{"schema", kSchema},
                    {"class_rows", counts_json(baseline.class_rows)},
                    {"by_class", baseline.by_class},
                    {"features", std::move(features)}};
}

Result<Baseline> read_baseline(const Json& document, const Contract& contract) {
  return BaselineReader(contract).read(document);
}

}  // namespace shohin
