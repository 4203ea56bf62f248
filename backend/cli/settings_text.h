// The settings of learners for people at a terminal, made from the engine's table.
#pragma once

#include <string>
#include <vector>

#include "learn/settings.h"

namespace shohin {

// "random_forest", ...
std::vector<std::string> learner_names();

// A line for each setting of the learner: name, type, default, what is allowed, help.
std::string settings_text(Learner learner);

}  // namespace shohin
