// What the Studio calls learners, their settings and the choices of these. A setting or choice without a text
// of ours goes by its own name and the engine's English help.
#pragma once

#include <string>
#include <string_view>

#include "learn/settings.h"
#include "texts.h"

namespace shohin {

std::string learner_text(Learner learner, Language language);
std::string setting_label(const Setting& setting, Language language);
std::string setting_help(const Setting& setting, Language language);
std::string choice_text(std::string_view choice, Language language);

}  // namespace shohin
