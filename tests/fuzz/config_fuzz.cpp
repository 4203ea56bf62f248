// Proves that no JSON crashes the readers of settings, trainings and search spaces, and that what they take
// is sound: it reads back as itself, and every config of a space can be trained.
#include <cstddef>
#include <cstdint>

#include "require.h"
#include "select/sample.h"
#include "wire/training.h"

namespace {

using namespace shohin;

void check_config(const LearnerConfig& config) {
  const auto again = read_config(config.learner, config_json(config));
  require(again && write_json(config_json(*again)) == write_json(config_json(config)));
}

void check_request(const Json& json) {
  const auto request = read_training_request(json);
  if (!request) return require(!request.error().empty());
  check_config(request->config);
  require(request->test_share > 0 && request->test_share < 1);
}

void check_space(Learner learner, const Json& json) {
  const auto space = read_space(learner, json);
  if (!space) return require(!space.error().empty());
  const auto drawn = random_configs(*space, 3, 1);
  require(drawn ? !drawn->empty() && drawn->size() <= 3 : !drawn.error().empty());
  if (drawn)
    for (const LearnerConfig& config : *drawn) check_config(config);
  if (space->grid_size() == 0 || space->grid_size() > 100) return;
  const auto grid = grid_configs(*space);
  require(grid ? grid->size() <= space->grid_size() : !grid.error().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = parse_json({reinterpret_cast<const char*>(data), size});
  if (!json) return 0;
  check_request(*json);
  for (const Learner learner : kLearners) {
    const auto config = read_config(learner, *json);
    if (config)
      check_config(*config);
    else
      require(!config.error().empty());
    check_space(learner, *json);
  }
  return 0;
}
