#include <algorithm>

#include "drift/comparison.h"
#include "drift/holm.h"

namespace shohin {
namespace {

DriftVerdict judge(const DriftTest& test, const DriftRule& rule) {
  if (test.rows < rule.least_rows) return DriftVerdict::kTooFewRows;
  if (!(test.p_holm < rule.significance) || test.effect < rule.watch) return DriftVerdict::kStable;
  return test.effect < rule.drifted ? DriftVerdict::kWatch : DriftVerdict::kDrifted;
}

}  // namespace

std::string_view verdict_name(DriftVerdict verdict) {
  switch (verdict) {
    case DriftVerdict::kTooFewRows:
      return "too_few_rows";
    case DriftVerdict::kStable:
      return "stable";
    case DriftVerdict::kWatch:
      return "watch";
    case DriftVerdict::kDrifted:
      return "drifted";
  }
  return "";
}

bool DriftReport::is_drifted() const {
  return std::any_of(features.begin(), features.end(),
                     [](const FeatureDrift& one) { return one.verdict == DriftVerdict::kDrifted; });
}

void give_verdicts(DriftReport& report, const DriftRule& rule) {
  std::vector<double> p;
  for (const FeatureDrift& feature : report.features)
    p.insert(p.end(), {feature.values.p, feature.missing.p});
  const std::vector<double> adjusted = holm_adjusted(p);
  for (std::size_t f = 0; f < report.features.size(); ++f) {
    FeatureDrift& feature = report.features[f];
    feature.values.p_holm = adjusted[2 * f];
    feature.missing.p_holm = adjusted[2 * f + 1];
    feature.values.verdict = judge(feature.values, rule);
    feature.missing.verdict = judge(feature.missing, rule);
    feature.verdict = std::max(feature.values.verdict, feature.missing.verdict);
    // That every value is there says nothing of the values.
    if (feature.verdict == DriftVerdict::kStable && feature.values.verdict == DriftVerdict::kTooFewRows)
      feature.verdict = DriftVerdict::kTooFewRows;
  }
}

}  // namespace shohin
