#include "gate/contract_compatibility.h"

#include <algorithm>

#include "text/number.h"

namespace shohin {
namespace {

std::string quoted(const std::string& name) { return "'" + name + "'"; }

std::string range_text(const Feature& feature) {
  return print_number(feature.min) + " to " + print_number(feature.max);
}

// Whether the names of `present` stand at the same places in `next`.
template <class Named>
bool begins_with(const std::vector<Named>& next, const std::vector<Named>& present) {
  return present.size() <= next.size() &&
         std::equal(present.begin(), present.end(), next.begin(),
                    [](const Named& a, const Named& b) { return a.name == b.name; });
}

void compare_features(const Feature& present, const Feature& next, std::vector<std::string>& out) {
  const auto name = quoted(present.name);
  if (present.kind != next.kind) {
    out.push_back(name + " was " + std::string(kind_name(present.kind)) + " and is " +
                  std::string(kind_name(next.kind)) + ".");
    return;
  }
  if (present.unit != next.unit) {
    out.push_back(name + " was in '" + present.unit + "' and is in '" + next.unit + "'.");
  }
  if (!present.required && next.required) out.push_back(name + " was optional and is required.");
  if (present.kind == FeatureKind::kCategorical) {
    if (!begins_with(next.categories, present.categories))
      out.push_back(name + " has lost or moved categories.");
  } else if (next.min > present.min || next.max < present.max) {
    out.push_back(name + " took " + range_text(present) + " and takes " + range_text(next) + ".");
  }
}

}  // namespace

std::vector<std::string> incompatibilities(const Contract& present, const Contract& next) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < present.features.size(); ++i) {
    const auto& feature = present.features[i];
    if (const auto place = next.feature_index(feature.name); !place) {
      out.push_back(quoted(feature.name) + " is gone.");
    } else if (*place != i) {
      out.push_back(quoted(feature.name) + " has another place in a row.");
    } else {
      compare_features(feature, next.features[*place], out);
    }
  }
  for (const auto& feature : next.features) {
    if (feature.required && !present.feature_index(feature.name))
      out.push_back(quoted(feature.name) + " is new and required.");
  }
  if (present.target != next.target) {
    out.push_back("the target was " + quoted(present.target) + " and is " + quoted(next.target) + ".");
  }
  if (!begins_with(next.classes, present.classes)) out.push_back("classes are gone or have moved.");
  return out;
}

}  // namespace shohin
