#include <cmath>

#include "contract/contract.h"
#include "contract/feature_read.h"
#include "contract/limits.h"
#include "contract/object_reader.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr double kHighestVersion = 1e9;

void check_schema(ObjectReader& reader) {
  const std::string schema = reader.name("schema");
  if (!schema.empty() && schema != kContractSchema) {
    reader.add(FaultCode::kUnknownCategory, "schema", schema, std::string(kContractSchema));
  }
}

std::uint32_t read_version(ObjectReader& reader) {
  const double version = reader.number("version", true).value_or(1);
  if (version != std::floor(version)) {
    reader.add(FaultCode::kNotAnInteger, "version", print_number(version));
  } else if (version < 1 || version > kHighestVersion) {
    reader.add(FaultCode::kOutOfRange, "version", print_number(version),
               "1 to " + print_number(kHighestVersion));
  } else {
    return static_cast<std::uint32_t>(version);
  }
  return 1;
}

void read_features(ObjectReader& reader, Contract& contract, Faults& faults) {
  const JsonArray* features = reader.array("features", {1, Limits::kColumns});
  if (features == nullptr) return;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < features->size(); ++i) {
    const std::string path = "features[" + std::to_string(i) + "]";
    contract.features.push_back(read_feature((*features)[i], path, faults));
    names.emplace_back((*features)[i]["name"].as_string());
  }
  refuse_duplicate_names(names, "features", faults);
}

void read_classes(ObjectReader& reader, Contract& contract, Faults& faults) {
  const JsonArray* classes = reader.array("classes", {2, Limits::kClasses});
  if (classes == nullptr) return;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < classes->size(); ++i) {
    const Json& json = (*classes)[i];
    ObjectReader each(json, "target.classes[" + std::to_string(i) + "]", faults);
    if (!json.is_object()) continue;
    each.refuse_others({"name", "label"});
    contract.classes.push_back({each.name("name"), each.local_text("label")});
    names.emplace_back(json["name"].as_string());
  }
  refuse_duplicate_names(names, "target.classes", faults);
}

void read_target(const Json& document, Contract& contract, Faults& faults) {
  const Json& json = document["target"];
  if (json.is_null()) {
    faults.add({.code = FaultCode::kMissing, .field = "target"});
    return;
  }
  ObjectReader reader(json, "target", faults);
  if (!json.is_object()) return;
  reader.refuse_others({"name", "classes"});
  contract.target = reader.name("name");
  if (contract.feature_index(contract.target)) {
    reader.add(FaultCode::kDuplicateField, "name", contract.target);
  }
  read_classes(reader, contract, faults);
}

}  // namespace

Result<Contract> parse_contract(std::string_view json) {
  const Result<Json> document = parse_json(json, {.bytes = Limits::kJsonBytes});
  if (!document) return fail(document.error());
  return read_contract(*document);
}

Result<Contract> read_contract(const Json& document) {
  Faults faults;
  ObjectReader reader(document, "", faults);
  if (!document.is_object()) return fail(std::move(faults));
  reader.refuse_others({"schema", "name", "version", "title", "features", "target"});
  check_schema(reader);
  Contract contract;
  contract.name = reader.name("name");
  contract.version = read_version(reader);
  contract.title = reader.local_text("title");
  read_features(reader, contract, faults);
  read_target(document, contract, faults);
  if (!faults.empty()) return fail(std::move(faults));
  return contract;
}

}  // namespace shohin
