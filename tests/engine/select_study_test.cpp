// Proves that what is held out never reaches a fold's model, and that trials give the same scores however
// they are cut into ranges.
#include "select/study.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <limits>

#include "made_table.h"
#include "model/onnx.h"
#include "select/trial_bytes.h"

using shohin::Bytes;
using shohin::FaultCode;
using shohin::Learner;
using shohin::made_table;
using shohin::Resource;
using shohin::Study;
using shohin::Table;
using shohin::Trial;
using shohin::TrialResult;

namespace {

// Quick settings of a learner.
shohin::LearnerConfig small_config(Learner learner) {
  shohin::LearnerConfig config = shohin::default_config(learner);
  config.n_estimators = 6;
  config.max_depth = 4;
  return config;
}

// Other values and other labels in those rows, of three classes.
Table spoiled(Table table, const std::vector<std::uint32_t>& rows) {
  for (const std::uint32_t row : rows) {
    table.columns[0][row] = 1e30F;
    table.columns[1][row] = std::numeric_limits<float>::quiet_NaN();
    table.columns[2][row] = 0;
    table.columns[3][row] = 3;
    table.columns[4][row] = -77;
    table.labels[row] = (table.labels[row] + 1) % 3;
  }
  return table;
}

std::vector<Trial> two_trials() {
  return {
      {.number = 0, .config = small_config(Learner::kRandomForest)},
      {.number = 1, .rung = 2, .config = {.n_estimators = 9}, .resource = Resource::kEstimators, .cut = 3}};
}

void check_same(const TrialResult& a, const TrialResult& b) {
  CHECK(a.folds == b.folds);
  CHECK(a.trial.number == b.trial.number);
  CHECK(a.trial.rung == b.trial.rung);
  CHECK(a.faults.empty() == b.faults.empty());
}

}  // namespace

TEST_CASE("a fold's model does not depend on the rows that are held out", "[select][leak]") {
  const Table table = made_table(240, 3);
  const Study study = shohin::make_study(table, {.folds = 4}).value();
  for (const Learner learner : shohin::kLearners) {
    Trial trial = {.config = small_config(learner)};
    trial.config.scaler = "standard";
    trial.config.one_hot = true;
    trial.config.class_weight = "balanced";
    for (std::uint32_t part = 0; part < 4; ++part) {
      Study other = study;
      other.table = spoiled(table, study.parts[part].test);
      const std::string digest = model_digest(shohin::train_part(study, trial, part).value());
      CHECK(model_digest(shohin::train_part(other, trial, part).value()) == digest);
      Study changed = study;
      changed.table = spoiled(table, study.parts[part].train);
      CHECK(model_digest(shohin::train_part(changed, trial, part).value()) != digest);
    }
  }
}

TEST_CASE("a fold's model is the one that plain training gives on those rows", "[select][study]") {
  const Table table = made_table(120, 2);
  const Study study = shohin::make_study(table, {.folds = 3, .seed = 5}).value();
  for (const Learner learner : shohin::kLearners) {
    const auto model = shohin::train_part(study, {.config = small_config(learner)}, 1).value();
    const auto plain =
        shohin::train_model(take_rows(table, study.parts[1].train), small_config(learner), 5, 2).value();
    CHECK(model_digest(model) == model_digest(plain));
    const auto score = shohin::score_part(study, {.config = small_config(learner)}, 1).value();
    CHECK(score[0] == evaluate(plain, take_rows(table, study.parts[1].test)).accuracy);
  }
}

TEST_CASE("a cut leaves some rows of every class, and those of a larger cut", "[select][study]") {
  const Table table = made_table(300, 3);
  const Study study = shohin::make_study(table, {.folds = 3}).value();
  const auto rows = [&](std::uint32_t cut) { return shohin::trial_rows(study, {.cut = cut}, 0); };
  CHECK(rows(1) == study.parts[0].train);
  const auto third = rows(3), ninth = rows(9), least = rows(1'000);
  CHECK(third.size() >= 200 / 3);
  CHECK(third.size() <= 200 / 3 + 3);
  CHECK(least.size() == 3);
  const auto all = rows(1);
  CHECK(std::includes(all.begin(), all.end(), third.begin(), third.end()));
  CHECK(std::includes(third.begin(), third.end(), ninth.begin(), ninth.end()));
  CHECK(std::includes(ninth.begin(), ninth.end(), least.begin(), least.end()));
  const Trial trees = {.config = {.n_estimators = 10}, .resource = Resource::kEstimators, .cut = 4};
  CHECK(shohin::trial_rows(study, trees, 0) == study.parts[0].train);
  CHECK(shohin::trial_config(trees).n_estimators == 3);
}

TEST_CASE("any cut into ranges, in any order, gives the same scores", "[select][ranges]") {
  Table table = made_table(90, 2);
  for (std::uint32_t row = 0; row < 90; ++row) table.weights.push_back(row % 2 == 0 ? 1.0F : 3.0F);
  const Study study = shohin::make_study(table, {.folds = 3, .repeats = 2}).value();
  const auto plan = shohin::read_trials(shohin::plan_trials(study, two_trials())).value();
  REQUIRE(plan.part_count() == 12);
  const std::vector<Bytes> whole = {shohin::run_trials(plan, 0, 12).value()};
  const std::vector<Bytes> cut = {shohin::run_trials(plan, 7, 5).value(),
                                  shohin::run_trials(plan, 0, 1).value(),
                                  shohin::run_trials(plan, 1, 6).value()};
  const auto one = shohin::merge_trials(plan, whole).value(), other = shohin::merge_trials(plan, cut).value();
  REQUIRE(one.size() == 2);
  REQUIRE(other.size() == 2);
  for (std::size_t t = 0; t < 2; ++t) {
    check_same(one[t], other[t]);
    REQUIRE(one[t].folds.size() == 6);
    for (std::uint32_t part = 0; part < 6; ++part)
      CHECK(one[t].folds[part] == shohin::score_part(study, two_trials()[t], part).value());
  }
  CHECK(one[1].trial.rung == 2);
}

TEST_CASE("ranges that are not each part once are refused", "[select][ranges]") {
  const Study study = shohin::make_study(made_table(40, 2), {.folds = 2}).value();
  const auto plan = shohin::read_trials(shohin::plan_trials(study, two_trials())).value();
  const auto range = [&](std::uint32_t first, std::uint32_t count) {
    return shohin::run_trials(plan, first, count).value();
  };
  for (const auto& ranges : std::vector<std::vector<Bytes>>{
           {range(0, 3)}, {range(0, 3), range(2, 2)}, {range(0, 2), range(3, 1)}, {}}) {
    const auto refused = shohin::merge_trials(plan, ranges);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().first().code == FaultCode::kOutOfRange);
  }
  for (const auto& [first, count] :
       std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 0}, {0, 5}, {4, 1}, {0xFFFFFFFFU, 2}})
    CHECK(shohin::run_trials(plan, first, count).error().first().code == FaultCode::kOutOfRange);
  CHECK(shohin::run_trials(plan, 0, 2, [](std::uint32_t) { return false; }).error().first().code ==
        FaultCode::kTruncated);
}

TEST_CASE("bytes that are no plan or range of trials are refused", "[select][ranges]") {
  const Study study = shohin::make_study(made_table(40, 2), {.folds = 2}).value();
  const Bytes bytes = shohin::plan_trials(study, two_trials());
  for (std::size_t size = 0; size < bytes.size(); size += 11)
    CHECK_FALSE(shohin::read_trials(std::span(bytes).first(size)));
  Bytes longer = bytes;
  longer.push_back(0);
  CHECK(shohin::read_trials(longer).error().first().code == FaultCode::kBadSyntax);
  CHECK(shohin::read_trials(std::span(bytes).first(9)).error().first().code == FaultCode::kTruncated);
  const auto plan = shohin::read_trials(bytes).value();
  const Bytes part = shohin::run_trials(plan, 0, 4).value();
  for (std::size_t size = 0; size < part.size(); size += 3) {
    const std::vector<Bytes> cut = {Bytes(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(size))};
    CHECK(shohin::merge_trials(plan, cut).error().first().code == FaultCode::kTruncated);
  }
}
