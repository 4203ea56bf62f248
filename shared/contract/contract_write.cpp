#include "contract/contract.h"

namespace shohin {
namespace {

Json text_json(const LocalText& text) {
  JsonObject members;
  for (const auto& [language, words] : text) members.emplace_back(language, words);
  return members;
}

void add_text(JsonObject& members, std::string name, const LocalText& text) {
  if (!text.empty()) members.emplace_back(std::move(name), text_json(text));
}

template <class Named>
Json names_json(const std::vector<Named>& items) {
  JsonArray names;
  for (const Named& item : items) names.emplace_back(item.name);
  return names;
}

// What shapes the values; the canonical form has no more.
JsonObject feature_core(const Feature& feature) {
  JsonObject members = {{"name", feature.name}, {"kind", kind_name(feature.kind)}};
  if (!feature.unit.empty()) members.emplace_back("unit", feature.unit);
  if (feature.kind == FeatureKind::kCategorical) {
    members.emplace_back("categories", names_json(feature.categories));
  } else {
    members.emplace_back("min", feature.min + 0.0);  // -0 becomes 0
    members.emplace_back("max", feature.max + 0.0);
  }
  members.emplace_back("required", feature.required);
  return members;
}

Json feature_json(const Feature& feature) {
  JsonObject members = feature_core(feature);
  if (feature.step) members.emplace_back("step", *feature.step);
  if (feature.typical) {
    members.emplace_back("typical", JsonArray{feature.typical->first, feature.typical->second});
  }
  JsonObject labels;
  for (const Category& category : feature.categories) add_text(labels, category.name, category.label);
  if (!labels.empty()) members.emplace_back("category_labels", std::move(labels));
  add_text(members, "label", feature.label);
  add_text(members, "help", feature.help);
  return members;
}

Json class_json(const TargetClass& each) {
  JsonObject members = {{"name", each.name}};
  add_text(members, "label", each.label);
  return members;
}

}  // namespace

Json contract_json(const Contract& contract) {
  JsonArray features;
  for (const Feature& feature : contract.features) features.push_back(feature_json(feature));
  JsonArray classes;
  for (const TargetClass& each : contract.classes) classes.push_back(class_json(each));
  JsonObject members = {{"schema", kContractSchema}, {"name", contract.name}, {"version", contract.version}};
  add_text(members, "title", contract.title);
  members.emplace_back("features", std::move(features));
  members.emplace_back("target", JsonObject{{"name", contract.target}, {"classes", std::move(classes)}});
  return members;
}

std::string canonical_contract(const Contract& contract) {
  JsonArray features;
  for (const Feature& feature : contract.features) features.emplace_back(feature_core(feature));
  const Json target = JsonObject{{"name", contract.target}, {"classes", names_json(contract.classes)}};
  return write_json(JsonObject{{"schema", kContractSchema},
                               {"name", contract.name},
                               {"features", std::move(features)},
                               {"target", target}},
                    JsonStyle::kSortedCompact);
}

}  // namespace shohin
