#include "cli/settings_text.h"

#include "cli/columns.h"

namespace shohin {
namespace {

std::string plain(const Json& value) { return value.is_string() ? value.as_string() : write_json(value); }

}  // namespace

std::vector<std::string> learner_names() {
  std::vector<std::string> names;
  for (const Learner learner : kLearners) names.emplace_back(learner_name(learner));
  return names;
}

std::string settings_text(Learner learner) {
  const LearnerConfig defaults = default_config(learner);
  std::string text = std::string(learner_name(learner)) + "\n";
  for (const Setting& setting : settings_of(learner)) {
    text.append("  ").append(left_aligned(std::string(setting.name), 22));
    text.append(left_aligned(std::string(setting.type_name()), 9));
    text.append(left_aligned(plain(setting.value(defaults)), 10));
    text.append(left_aligned(setting.expected(), 24)).append(setting.help).append("\n");
  }
  return text;
}

}  // namespace shohin
