#include "learn/boosting.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "data/split.h"
#include "learn/boosted_tree.h"
#include "learn/boosting_scores.h"
#include "parallel/parallel.h"

namespace shohin {
namespace {

using Rows = std::vector<std::uint32_t>;

constexpr std::uint64_t kRowStreams = 1ULL
                                      << 40U;  // of random numbers; below are those of the trees' columns
constexpr std::size_t kRowsAPiece = 4096;
constexpr std::uint64_t kCellsForThreads = 20'000;  // below, a thread takes longer to start than to work

class Booster {
 public:
  Booster(const TrainingPlan& plan, std::uint32_t threads);

  void train_round(std::uint32_t round);
  [[nodiscard]] double validation_loss() const { return scores_.log_loss(validation_); }
  Result<void> set_validation_apart();
  // The trees of the first rounds.
  BoostedTrees take(std::uint32_t rounds);

 private:
  // What one thread grows trees in.
  struct Desk {
    BoostedTreeGrower grower;
    std::vector<RowGradient> gradients;
  };

  void draw_rows(std::uint32_t round);
  [[nodiscard]] Rows draw_features(std::uint64_t tree) const;
  void update_residuals();
  void grow_output(std::uint32_t round, std::uint32_t output, Desk& desk);

  const TrainingPlan& plan_;
  PackedBins bins_;
  BoostingScores scores_;
  Rows rows_, validation_;  // of the plan: to learn from, and to stop by
  Rows drawn_, left_;       // of this round: drawn rows, all others
  std::vector<Desk> desks_;
  std::vector<GrownTree> trees_;
};

Booster::Booster(const TrainingPlan& plan, std::uint32_t threads) : plan_(plan), bins_(plan), scores_(plan) {
  for (std::uint32_t row = 0; row < plan.row_count; ++row)
    if (plan.weight_of(row) > 0) rows_.push_back(row);
  const bool is_small = std::uint64_t{plan.row_count} * plan.features.size() < kCellsForThreads;
  const std::uint32_t useful = is_small ? 1 : std::clamp(threads, 1U, scores_.outputs());
  for (std::uint32_t i = 0; i < useful; ++i)
    desks_.push_back({BoostedTreeGrower(plan_, bins_), std::vector<RowGradient>(plan.row_count)});
}

Result<void> Booster::set_validation_apart() {
  std::vector<std::uint32_t> labels;
  for (const std::uint32_t row : rows_) labels.push_back(plan_.labels[row]);
  const auto split = split_rows(labels, {.test_share = plan_.config.validation_fraction, .seed = plan_.seed});
  if (!split) return fail(split.error());
  Rows train;
  for (const std::uint32_t index : split->train) train.push_back(rows_[index]);
  for (const std::uint32_t index : split->test) validation_.push_back(rows_[index]);
  rows_ = std::move(train);
  return {};
}

// Each row by itself with the chance `subsample`; all of them when none was drawn.
void Booster::draw_rows(std::uint32_t round) {
  left_ = validation_;
  drawn_ = rows_;
  if (plan_.config.subsample >= 1) return;
  Random random(plan_.seed, kRowStreams + round);
  drawn_.clear();
  for (const std::uint32_t row : rows_)
    (random.unit() < plan_.config.subsample ? drawn_ : left_).push_back(row);
  if (!drawn_.empty()) return;
  drawn_ = rows_;
  left_ = validation_;
}

Rows Booster::draw_features(std::uint64_t tree) const {
  const auto features = static_cast<std::uint32_t>(plan_.features.size());
  const std::uint32_t share = rounded_share(features, plan_.config.colsample_bytree);
  Rows all(features);
  std::iota(all.begin(), all.end(), 0U);
  if (share >= features) return all;
  Random(plan_.seed, tree).shuffle(all);
  all.resize(share);
  std::sort(all.begin(), all.end());
  return all;
}

void Booster::update_residuals() {
  std::atomic<std::size_t> next = 0;
  run_at_once(static_cast<std::uint32_t>(desks_.size()), [&] {
    for (std::size_t first = next.fetch_add(kRowsAPiece); first < drawn_.size();
         first = next.fetch_add(kRowsAPiece))
      scores_.update_residuals(
          std::span(drawn_).subspan(first, std::min(kRowsAPiece, drawn_.size() - first)));
  });
}

void Booster::grow_output(std::uint32_t round, std::uint32_t output, Desk& desk) {
  const std::uint32_t tree = round * scores_.outputs() + output;
  const Rows features = draw_features(tree);
  const GradientScale scale = scores_.quantise(output, drawn_, desk.gradients);
  trees_[tree] = desk.grower.grow({.gradients = desk.gradients,
                                   .scale = scale,
                                   .rows = drawn_,
                                   .features = features,
                                   .leaf_unit = scores_.unit()});
  desk.grower.add_to_grown(scores_.of(output));
  for (const std::uint32_t row : left_) desk.grower.add_to(row, scores_.of(output));
}

// The outputs' trees need nothing of each other once the residuals stand.
void Booster::train_round(std::uint32_t round) {
  draw_rows(round);
  update_residuals();
  trees_.resize(std::size_t{round + 1} * scores_.outputs());
  std::atomic<std::uint32_t> next_output = 0, next_desk = 0;
  run_at_once(static_cast<std::uint32_t>(desks_.size()), [&] {
    Desk& desk = desks_[next_desk++];
    for (std::uint32_t output = next_output++; output < scores_.outputs(); output = next_output++)
      grow_output(round, output, desk);
  });
}

BoostedTrees Booster::take(std::uint32_t rounds) {
  trees_.resize(std::size_t{rounds} * scores_.outputs());
  return {.unit = scores_.unit(), .base = scores_.base(), .trees = std::move(trees_)};
}

}  // namespace

std::uint32_t boosted_outputs(std::uint32_t class_count) { return class_count == 2 ? 1 : class_count; }

Result<BoostedTrees> boost(const TrainingPlan& plan, std::uint32_t threads, const Progress& progress) {
  const LearnerConfig& config = plan.config;
  Booster booster(plan, threads);
  const bool may_stop = config.early_stopping_rounds > 0;
  if (may_stop)
    if (const Result<void> apart = booster.set_validation_apart(); !apart) return fail(apart.error());
  std::uint32_t best = config.n_estimators;
  double least = may_stop ? std::numeric_limits<double>::infinity() : 0;
  for (std::uint32_t round = 0; round < config.n_estimators; ++round) {
    booster.train_round(round);
    if (progress && !progress(round + 1)) return fail(Fault{.code = FaultCode::kTruncated, .field = "trees"});
    if (!may_stop) continue;
    if (const double loss = booster.validation_loss(); loss < least) {
      least = loss;
      best = round + 1;
    }
    if (round + 1 - best >= config.early_stopping_rounds) break;
  }
  return booster.take(best);
}

}  // namespace shohin
