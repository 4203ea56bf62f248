#include "contract/feature_read.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "contract/limits.h"
#include "contract/object_reader.h"
#include "contract/row.h"
#include "text/number.h"
#include "text/shown_value.h"

namespace shohin {
namespace {

std::string range_text(double low, double high) { return print_number(low) + " to " + print_number(high); }

// The widest range that float32 holds: every whole number of it for ordinals.
double widest(FeatureKind kind) {
  return kind == FeatureKind::kOrdinal ? Limits::kWholeNumber : std::numeric_limits<float>::max();
}

FeatureKind read_kind(ObjectReader& reader) {
  const std::string name = reader.name("kind");
  for (const FeatureKind kind : {FeatureKind::kNumeric, FeatureKind::kOrdinal, FeatureKind::kCategorical}) {
    if (name == kind_name(kind)) return kind;
  }
  if (!name.empty()) {
    reader.add(FaultCode::kUnknownCategory, "kind", name, "numeric, ordinal, categorical");
  }
  return FeatureKind::kNumeric;
}

double read_bound(ObjectReader& reader, FeatureKind kind, std::string_view member) {
  const double bound = reader.number(member, true).value_or(0);
  if (kind == FeatureKind::kOrdinal && bound != std::floor(bound)) {
    reader.add(FaultCode::kNotAnInteger, member, print_number(bound));
  } else if (std::fabs(bound) > widest(kind)) {
    reader.add(FaultCode::kOutOfRange, member, print_number(bound), range_text(-widest(kind), widest(kind)));
  }
  return bound;
}

void read_typical(ObjectReader& reader, Feature& feature) {
  if (reader["typical"].is_null()) return;
  const JsonArray* pair = reader.array("typical", {2, 2});
  if (pair == nullptr) return;
  if (!(*pair)[0].is_number() || !(*pair)[1].is_number()) {
    reader.add(FaultCode::kWrongType, "typical", shown_value(reader["typical"]), "[number, number]");
    return;
  }
  const double low = (*pair)[0].as_number();
  const double high = (*pair)[1].as_number();
  if (low < feature.min || high > feature.max || low > high) {
    reader.add(FaultCode::kOutOfRange, "typical", shown_value(reader["typical"]),
               range_text(feature.min, feature.max));
  }
  feature.typical = {low, high};
}

void read_range(ObjectReader& reader, Feature& feature) {
  feature.min = read_bound(reader, feature.kind, "min");
  feature.max = read_bound(reader, feature.kind, "max");
  if (feature.min > feature.max) {
    reader.add(FaultCode::kOutOfRange, "max", print_number(feature.max),
               range_text(feature.min, widest(feature.kind)));
  }
  feature.step = reader.number("step", false);
  if (feature.step && *feature.step <= 0) {
    reader.add(FaultCode::kOutOfRange, "step", print_number(*feature.step),
               range_text(0, feature.max - feature.min));
  }
  read_typical(reader, feature);
}

void read_category_labels(ObjectReader& reader, Feature& feature, Faults& faults) {
  const Json& labels = reader["category_labels"];
  if (labels.is_null()) return;
  ObjectReader label_reader(labels, reader.path_of("category_labels"), faults);
  for (const auto& member : labels.as_object()) {
    const auto category = std::find_if(feature.categories.begin(), feature.categories.end(),
                                       [&](const Category& each) { return each.name == member.first; });
    if (category == feature.categories.end()) {
      label_reader.add(FaultCode::kUnknownCategory, member.first, member.first, expected_text(feature));
    } else {
      category->label = label_reader.local_text(member.first);
    }
  }
}

void read_categories(ObjectReader& reader, Feature& feature, Faults& faults) {
  const JsonArray* names = reader.array("categories", {1, Limits::kCategories});
  if (names == nullptr) return;
  const std::string path = reader.path_of("categories");
  std::vector<std::string_view> read;
  for (std::size_t i = 0; i < names->size(); ++i) {
    const Json& name = (*names)[i];
    const std::string place = path + "[" + std::to_string(i) + "]";
    if (!name.is_string()) {
      faults.add(
          {.code = FaultCode::kWrongType, .field = place, .value = shown_value(name), .expected = "string"});
    } else if (check_name(name.as_string(), place, faults)) {
      feature.categories.push_back({name.as_string(), {}});
      read.emplace_back(name.as_string());
    }
  }
  refuse_duplicate_names(read, path, faults);
  read_category_labels(reader, feature, faults);
}

}  // namespace

Feature read_feature(const Json& json, const std::string& path, Faults& faults) {
  ObjectReader reader(json, path, faults);
  Feature feature;
  if (!json.is_object()) return feature;
  feature.name = reader.name("name");
  feature.kind = read_kind(reader);
  feature.required = reader.boolean("required", true);
  feature.unit = reader.optional_name("unit");
  feature.label = reader.local_text("label");
  feature.help = reader.local_text("help");
  if (feature.kind == FeatureKind::kCategorical) {
    reader.refuse_others(
        {"name", "kind", "required", "unit", "label", "help", "categories", "category_labels"});
    read_categories(reader, feature, faults);
  } else {
    reader.refuse_others(
        {"name", "kind", "required", "unit", "label", "help", "min", "max", "step", "typical"});
    read_range(reader, feature);
  }
  return feature;
}

void refuse_duplicate_names(const std::vector<std::string_view>& names, std::string_view path,
                            Faults& faults) {
  std::vector<std::pair<std::string_view, std::size_t>> order;
  for (std::size_t i = 0; i < names.size(); ++i) order.emplace_back(names[i], i);
  std::sort(order.begin(), order.end());
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (order[i].first.empty() || order[i].first != order[i - 1].first) continue;
    faults.add({.code = FaultCode::kDuplicateField,
                .field = std::string(path) + "[" + std::to_string(order[i].second) + "]",
                .value = std::string(order[i].first)});
  }
}

}  // namespace shohin
