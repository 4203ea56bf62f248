#include "select/sample.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>

#include "numeric/elementary.h"

namespace shohin {
namespace {

constexpr std::uint64_t kConfigStream = 1ULL << 33;  // the streams of folds and cuts lie below
constexpr std::uint32_t kDrawsPerTrial = 100;        // before a space counts as used up

// Collects what can be used, and keeps why the rest cannot.
class Configs {
 public:
  explicit Configs(Learner learner) : learner_(learner) {}

  void add(JsonObject settings) {
    const Json json = std::move(settings);
    if (!seen_.insert(write_json(json)).second) return;
    auto config = read_config(learner_, json);
    if (config)
      configs_.push_back(*config);
    else if (!faults_)
      faults_ = config.error();
  }
  [[nodiscard]] std::size_t size() const { return configs_.size(); }
  Result<std::vector<LearnerConfig>> take() {
    if (configs_.empty() && faults_) return fail(*faults_);
    return std::move(configs_);
  }

 private:
  Learner learner_;
  std::vector<LearnerConfig> configs_;
  std::set<std::string> seen_;
  std::optional<Faults> faults_;
};

double draw_number(const Dimension& range, Random& random) {
  if (range.is_whole && !range.is_log)
    return range.least + random.below(static_cast<std::uint32_t>(range.most - range.least) + 1);
  const double most = range.is_whole ? range.most + 1 : range.most, share = random.unit();
  double number = range.least + share * (most - range.least);
  if (range.is_log) {
    const double low = natural_log(range.least), high = natural_log(most);
    number = exponential(low + share * (high - low));
  }
  return std::clamp(range.is_whole ? std::floor(number) : number, range.least, range.most);
}

JsonObject draw(const SearchSpace& space, Random& random) {
  JsonObject settings;
  for (const Dimension& one : space.dimensions) {
    Json value = one.values.empty() ? Json(draw_number(one, random))
                                    : one.values[random.below(static_cast<std::uint32_t>(one.values.size()))];
    settings.emplace_back(std::string(one.name), std::move(value));
  }
  return settings;
}

}  // namespace

Result<std::vector<LearnerConfig>> grid_configs(const SearchSpace& space) {
  for (const Dimension& one : space.dimensions)
    if (one.values.empty())
      return fail(Fault{.code = FaultCode::kWrongType,
                        .field = std::string(one.name),
                        .value = "object",
                        .expected = "array"});
  const std::uint32_t size = space.grid_size();
  if (size > kMostTrials)
    return fail(Fault{.code = FaultCode::kTooLarge,
                      .field = "trials",
                      .value = "> " + std::to_string(kMostTrials),
                      .expected = std::to_string(kMostTrials)});
  Configs configs(space.learner);
  for (std::uint32_t i = 0; i < size; ++i) {
    JsonObject settings;
    std::uint32_t left = i, block = size;
    for (const Dimension& one : space.dimensions) {
      block /= static_cast<std::uint32_t>(one.values.size());
      settings.emplace_back(std::string(one.name), one.values[left / block]);
      left %= block;
    }
    configs.add(std::move(settings));
  }
  return configs.take();
}

Result<std::vector<LearnerConfig>> random_configs(const SearchSpace& space, std::uint32_t count,
                                                  std::uint64_t seed) {
  if (count < 1 || count > kMostTrials)
    return fail(Fault{.code = FaultCode::kOutOfRange,
                      .field = "trials",
                      .value = std::to_string(count),
                      .expected = "1 to " + std::to_string(kMostTrials)});
  Configs configs(space.learner);
  Random random(seed, kConfigStream);
  for (std::uint64_t i = 0; i < std::uint64_t{count} * kDrawsPerTrial && configs.size() < count; ++i)
    configs.add(draw(space, random));
  return configs.take();
}

}  // namespace shohin
