// A space of a forest's settings from its JSON.
#pragma once

#include <string_view>

#include "select/space.h"
#include "text/json.h"

inline shohin::SearchSpace space_of(std::string_view json) {
  return shohin::read_space(shohin::Learner::kRandomForest, shohin::parse_json(json).value()).value();
}
