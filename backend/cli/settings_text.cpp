#include "cli/settings_text.h"

#include <algorithm>

namespace shohin {
namespace {

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

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
    text.append("  ").append(padded(std::string(setting.name), 22));
    text.append(padded(std::string(setting.type_name()), 9));
    text.append(padded(plain(setting.value(defaults)), 10));
    text.append(padded(setting.expected(), 24)).append(setting.help).append("\n");
  }
  return text;
}

}  // namespace shohin
