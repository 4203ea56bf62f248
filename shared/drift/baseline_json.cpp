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
Json short_number(float value) {
  return std::isfinite(value) ? parse_number(print_number(value)).value_or(value) : Json{};
}

template <class T>
Json list(const std::vector<T>& counts) {
  return JsonArray(counts.begin(), counts.end());
}

Json feature_json(const FeatureBaseline& feature, const std::string& name) {
  const Sketch& values = feature.values;
  JsonObject out{{"name", name}};
  if (values.bins.categories == 0) {
    JsonArray edges;
    for (const float edge : values.bins.edges) edges.push_back(short_number(edge));
    out.emplace_back("edges", std::move(edges));
    out.emplace_back("deciles", list(feature.deciles));
    out.emplace_back("least", short_number(values.least));
    out.emplace_back("most", short_number(values.most));
    out.emplace_back("mean", feature.mean);
    out.emplace_back("deviation", feature.deviation);
  }
  out.emplace_back("counts", list(values.counts));
  out.emplace_back("missing", values.missing);
  return out;
}

// Reads one document; the first thing that is wrong is kept.
class BaselineReader {
 public:
  explicit BaselineReader(const Contract& contract) : contract_(contract) {}

  Result<Baseline> read(const Json& document) {
    Baseline out;
    check(document["schema"].as_string() == kSchema, "schema");
    out.class_rows = read_counts(document["class_rows"], "class_rows");
    const JsonArray& features = document["features"].as_array();
    if (ok_ &&
        (out.class_rows.size() != contract_.classes.size() || features.size() != contract_.features.size()))
      return fail({.code = FaultCode::kForeignContract, .field = "shohin.baseline"});
    for (std::size_t f = 0; ok_ && f < features.size(); ++f) {
      if (features[f]["name"].as_string() != contract_.features[f].name)
        return fail({.code = FaultCode::kForeignContract, .field = "shohin.baseline"});
      out.features.push_back(read_feature(features[f], contract_.features[f]));
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

  std::uint64_t read_count(const Json& value, const char* name) {
    constexpr double kMost = 9007199254740992.0;  // 2^53: JSON numbers are exact up to here
    const double number = read_number(value, name);
    check(number >= 0 && number <= kMost && number == std::floor(number), name);
    return ok_ ? static_cast<std::uint64_t>(number) : 0;
  }

  std::vector<std::uint64_t> read_counts(const Json& values, const char* name) {
    std::vector<std::uint64_t> out;
    check(values.is_array(), name);
    for (const Json& value : values.as_array()) out.push_back(read_count(value, name));
    return out;
  }

  FeatureBaseline read_feature(const Json& json, const Feature& described) {
    FeatureBaseline out;
    Sketch& values = out.values;
    const bool is_category = described.kind == FeatureKind::kCategorical;
    if (is_category)
      values.bins.categories = static_cast<std::uint32_t>(described.categories.size());
    else
      read_bins(json, out);
    values.counts = read_counts(json["counts"], "counts");
    check(values.counts.size() == values.bins.count(), "counts");
    values.missing = read_count(json["missing"], "missing");
    if (!is_category && ok_ && values.present() > 0) read_numbers(json, out);
    return out;
  }

  void read_bins(const Json& json, FeatureBaseline& out) {
    std::vector<float>& edges = out.values.bins.edges;
    check(json["edges"].is_array(), "edges");
    for (const Json& edge : json["edges"].as_array()) {
      edges.push_back(read_float(edge, "edges"));
      check(edges.size() < 2 || edges[edges.size() - 2] < edges.back(), "edges");
    }
    for (const std::uint64_t place : read_counts(json["deciles"], "deciles")) {
      check(place < edges.size() && (out.deciles.empty() || place > out.deciles.back()), "deciles");
      out.deciles.push_back(static_cast<std::uint32_t>(place));
    }
  }

  void read_numbers(const Json& json, FeatureBaseline& out) {
    out.values.least = read_float(json["least"], "least");
    out.values.most = read_float(json["most"], "most");
    check(out.values.least <= out.values.most, "most");
    out.mean = read_number(json["mean"], "mean");
    out.deviation = read_number(json["deviation"], "deviation");
    check(out.deviation >= 0, "deviation");
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
  return JsonObject{
      {"schema", kSchema}, {"class_rows", list(baseline.class_rows)}, {"features", std::move(features)}};
}

Result<Baseline> read_baseline(const Json& document, const Contract& contract) {
  return BaselineReader(contract).read(document);
}

}  // namespace shohin
