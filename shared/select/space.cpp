#include "select/space.h"

#include <algorithm>
#include <optional>
#include <string>

#include "text/number.h"
#include "text/shown_value.h"

namespace shohin {
namespace {

bool is_number(const Setting& setting) {
  return setting.type_name() == "integer" || setting.type_name() == "number";
}

Fault wrong_type(std::string field, const Json& value, std::string_view expected) {
  return {.code = FaultCode::kWrongType,
          .field = std::move(field),
          .value = shown_value(value),
          .expected = std::string(expected)};
}

void add_all(const Faults& more, Faults& faults) {
  for (const Fault& fault : more.list()) faults.add(fault);
}

// Values are checked as a config with nothing else in it. What contradicts another setting's default is for
// the trials to find out, so only faults that name the setting itself count.
void check_value(Learner learner, const Setting& setting, const Json& value, std::string_view part,
                 Faults& faults) {
  const auto read = read_config(learner, JsonObject{{std::string(setting.name), value}});
  if (read) return;
  for (Fault fault : read.error().list()) {
    if (fault.field != setting.name || fault.code == FaultCode::kContradiction) continue;
    fault.field += part;
    faults.add(std::move(fault));
  }
}

// One end of a range.
double read_end(Learner learner, const Setting& setting, const Json& range, std::string_view name,
                Faults& faults) {
  const std::string part = "." + std::string(name);
  if (!range.has(name)) {
    faults.add({.code = FaultCode::kMissing, .field = std::string(setting.name) + part});
    return 0;
  }
  check_value(learner, setting, range[name], part, faults);
  return range[name].as_number();
}

void check_members(const Setting& setting, const Json& range, Faults& faults) {
  const std::string prefix = std::string(setting.name) + ".";
  for (const auto& [name, value] : range.as_object()) {
    if (name == "log") {
      if (!value.is_bool()) faults.add(wrong_type(prefix + name, value, "boolean"));
    } else if (name != "least" && name != "most") {
      faults.add({.code = FaultCode::kUnknownField, .field = prefix + name, .expected = "least, most, log"});
    }
  }
}

Dimension read_range(Learner learner, const Setting& setting, const Json& range, Faults& all) {
  Faults faults;
  Dimension out{.name = setting.name, .values = {}};
  check_members(setting, range, faults);
  out.least = read_end(learner, setting, range, "least", faults);
  out.most = read_end(learner, setting, range, "most", faults);
  out.is_whole = setting.type_name() == "integer";
  out.is_log = range["log"].as_bool();
  if (faults.empty() && !(out.least < out.most))
    faults.add({.code = FaultCode::kOutOfRange,
                .field = std::string(setting.name) + ".most",
                .value = print_number(out.most),
                .expected = print_number(out.least) + " to " + print_number(setting.most)});
  if (faults.empty() && out.is_log && out.least <= 0)
    faults.add({.code = FaultCode::kOutOfRange,
                .field = std::string(setting.name) + ".least",
                .value = print_number(out.least),
                .expected = "> 0"});
  add_all(faults, all);
  return out;
}

Dimension read_dimension(Learner learner, const Setting& setting, const Json& value, Faults& faults) {
  if (value.is_object() && is_number(setting)) return read_range(learner, setting, value, faults);
  Dimension out{.name = setting.name, .values = value.is_array() ? value.as_array() : JsonArray{value}};
  if (out.values.empty())
    faults.add({.code = FaultCode::kOutOfRange,
                .field = std::string(setting.name),
                .value = "[]",
                .expected = setting.expected()});
  for (const Json& one : out.values) check_value(learner, setting, one, "", faults);
  return out;
}

}  // namespace

std::uint32_t SearchSpace::grid_size() const {
  std::uint64_t size = 1;
  for (const Dimension& one : dimensions)
    size = std::min<std::uint64_t>(size * one.values.size(), kMostTrials + 1);
  return static_cast<std::uint32_t>(size);
}

Result<SearchSpace> read_space(Learner learner, const Json& object) {
  if (!object.is_object()) return fail(wrong_type("space", object, "object"));
  const std::vector<Setting> settings = settings_of(learner);
  SearchSpace space{.learner = learner, .dimensions = {}};
  Faults faults;
  std::string names;
  for (const Setting& setting : settings) {
    names.append(names.empty() ? "" : ", ").append(setting.name);
    if (object.has(setting.name))
      space.dimensions.push_back(read_dimension(learner, setting, object[setting.name], faults));
  }
  for (const auto& [name, value] : object.as_object())
    if (std::none_of(settings.begin(), settings.end(),
                     [&wanted = name](const Setting& one) { return one.name == wanted; }))
      faults.add({.code = FaultCode::kUnknownField, .field = name, .expected = names});
  if (!faults.empty()) return fail(std::move(faults));
  return space;
}

}  // namespace shohin
