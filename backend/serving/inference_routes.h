// /v2/...: the Open Inference Protocol v2 over REST, as KServe, Triton and their clients speak it, with the
// binary tensor extension.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "serving/prediction.h"

namespace shohin {

struct Inference {
  Scoring scoring;
  std::string version;          // of the server
  std::function<bool()> ready;  // whether every request can be answered
};

// What is in production is public; /versions/{version}, a number or an alias, needs a viewer. Errors are
// {"error": text}.
std::vector<Route> inference_routes(const Inference& inference);

}  // namespace shohin
