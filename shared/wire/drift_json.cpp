#include "wire/drift_json.h"

#include <cmath>

namespace shohin {
namespace {

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void add_number(JsonObject& out, const FeatureDrift& feature) {
  const NumberDistances& numbers = feature.numbers;
  out.emplace_back("test", "kolmogorov_smirnov");
  out.emplace_back("statistic", numbers.kolmogorov_smirnov.value);
  out.emplace_back("statistic_at_most", numbers.kolmogorov_smirnov.at_most);
  out.emplace_back("wasserstein", numbers.wasserstein.value);
  out.emplace_back("wasserstein_between",
                   JsonArray{numbers.wasserstein.at_least, numbers.wasserstein.at_most});
  out.emplace_back("wasserstein_over_deviation", numbers.wasserstein_over_deviation);
}

void add_categories(JsonObject& out, const FeatureDrift& feature) {
  out.emplace_back("test", "chi_squared");
  out.emplace_back("statistic", feature.chi_squared.statistic);
  out.emplace_back("degrees", feature.chi_squared.degrees);
  out.emplace_back("cramers_v", feature.chi_squared.cramers_v);
}

Json missing_json(const FeatureDrift& feature) {
  const DriftTest& test = feature.missing;
  return JsonObject{{"share", 1 - share(feature.values.rows, test.rows)},
                    {"reference_share", 1 - share(feature.values.reference_rows, test.reference_rows)},
                    {"cramers_v", feature.missing_v},
                    {"p", test.p},
                    {"p_holm", test.p_holm},
                    {"effect", test.effect},
                    {"verdict", verdict_name(test.verdict)}};
}

Json feature_json(const FeatureDrift& feature) {
  const DriftTest& test = feature.values;
  JsonObject out{{"feature", feature.name},
                 {"verdict", verdict_name(feature.verdict)},
                 {"rows", test.rows},
                 {"reference_rows", test.reference_rows}};
  if (std::isnan(test.p))
    out.emplace_back("test", Json{});
  else if (feature.is_number)
    add_number(out, feature);
  else
    add_categories(out, feature);
  out.emplace_back("p", test.p);
  out.emplace_back("p_holm", test.p_holm);
  out.emplace_back("effect", test.effect);
  out.emplace_back("psi", feature.counts.population_stability);
  out.emplace_back("jensen_shannon", feature.counts.jensen_shannon);
  out.emplace_back("hellinger", feature.counts.hellinger);
  out.emplace_back("largest_difference", feature.counts.largest_difference);
  if (feature.missing.rows > 0) out.emplace_back("missing", missing_json(feature));
  return out;
}

}  // namespace

Json drift_json(const DriftReport& report, const DriftRule& rule) {
  JsonArray features;
  for (const FeatureDrift& feature : report.features) features.push_back(feature_json(feature));
  return JsonObject{{"reference_rows", report.reference_rows},
                    {"rows", report.rows},
                    {"drifted", report.is_drifted()},
                    {"rule", JsonObject{{"least_rows", rule.least_rows},
                                        {"significance", rule.significance},
                                        {"watch", rule.watch},
                                        {"drifted", rule.drifted}}},
                    {"features", std::move(features)}};
}

}  // namespace shohin
