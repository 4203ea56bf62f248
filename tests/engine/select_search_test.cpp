// Proves that a search finds what is best, reports every trial, gives the same winner for any number of
// threads and keeps to its budget.
#include "select/search.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>

#include "forest_space.h"
#include "made_table.h"
#include "select/search_report.h"

using shohin::FaultCode;
using shohin::Learner;
using shohin::made_table;
using shohin::Resource;
using shohin::SearchMethod;
using shohin::SearchOptions;
using shohin::SearchResult;
using shohin::SelectionMetric;
using shohin::Study;
using shohin::TrialResult;

namespace {

Study study_of(std::uint32_t rows, std::uint32_t classes = 3) {
  return shohin::make_study(made_table(rows, classes), {.folds = 3}).value();
}

TrialResult result_of(std::uint32_t number, double accuracy, std::uint32_t cut = 1) {
  return {.trial = {.number = number, .cut = cut}, .folds = {{accuracy, accuracy, accuracy, 1 - accuracy}}};
}

}  // namespace

TEST_CASE("a grid search finds the depth that the data needs", "[select][search]") {
  const auto found =
      shohin::search(study_of(400), space_of(R"({"max_depth": [1, 6], "n_estimators": [8]})"), {});
  REQUIRE(found);
  REQUIRE(found->trials.size() == 2);
  CHECK(found->winner().trial.config.max_depth == 6);
  CHECK(found->winner().mean(SelectionMetric::kAccuracy) > found->trials[0].mean(SelectionMetric::kAccuracy));
  CHECK_FALSE(found->was_cut);
}

TEST_CASE("1, 2 and 8 threads find the same, whatever the method", "[select][search]") {
  const Study study = study_of(360);
  const auto space = space_of(
      R"({"max_depth": {"least": 1, "most": 6}, "n_estimators": [3, 9], "min_samples_leaf": {"least": 1, "most": 30, "log": true}})");
  for (const SearchMethod method : {SearchMethod::kRandom, SearchMethod::kHalving}) {
    SearchOptions options = {.method = method, .trials = 9, .metric = SelectionMetric::kLogLoss};
    const std::string one =
        write_json(search_json(shohin::search(study, space, options).value(), study, options));
    for (const std::uint32_t threads : {2U, 8U}) {
      options.threads = threads;
      CHECK(write_json(search_json(shohin::search(study, space, options).value(), study, options)) == one);
    }
  }
}

TEST_CASE("every trial is reported as it ends", "[select][search]") {
  std::vector<std::uint32_t> ended;
  std::uint32_t folds = 0;
  const auto found = shohin::search(
      study_of(90), space_of(R"({"max_depth": [1, 2, 3], "n_estimators": 2})"), {.threads = 3},
      {.fold_ended =
           [&](std::uint32_t done, std::uint32_t in_all) {
             CHECK(done == ++folds);
             CHECK(in_all == 9);
           },
       .trial_ended = [&](const TrialResult& result) { ended.push_back(result.trial.number); }});
  REQUIRE(found);
  std::sort(ended.begin(), ended.end());
  CHECK(ended == std::vector<std::uint32_t>{0, 1, 2});
  CHECK(folds == 9);
}

TEST_CASE("a budget ends the search after the trials that had begun", "[select][search]") {
  const auto space = space_of(R"({"max_depth": [1, 2, 3, 4], "n_estimators": 2})");
  SECTION("the first trial is always finished") {
    const auto found = shohin::search(study_of(90), space, {}, {.go_on = [] { return false; }});
    REQUIRE(found);
    CHECK(found->was_cut);
    REQUIRE(found->trials.size() == 1);
    CHECK(found->winner().trial.number == 0);
    CHECK(found->winner().folds.size() == 3);
  }
  SECTION("a trial without all of its folds does not count") {
    int asked = 0;
    const auto found = shohin::search(study_of(90), space, {}, {.go_on = [&] { return ++asked <= 5; }});
    REQUIRE(found);
    CHECK(found->was_cut);
    CHECK(found->trials.size() == 2);
  }
}

TEST_CASE("ties go to the lower trial number", "[select][search]") {
  CHECK(ranks_before(result_of(1, 0.5), result_of(2, 0.5), SelectionMetric::kAccuracy));
  CHECK_FALSE(ranks_before(result_of(2, 0.5), result_of(1, 0.5), SelectionMetric::kAccuracy));
  CHECK(ranks_before(result_of(2, 0.6), result_of(1, 0.5), SelectionMetric::kAccuracy));
  CHECK(ranks_before(result_of(2, 0.6), result_of(1, 0.5), SelectionMetric::kLogLoss));
  TrialResult failed = result_of(0, 0.9), later = result_of(3, 0.1);
  failed.faults.add({.code = FaultCode::kTooFewRows});
  later.trial.rung = 1;
  CHECK(ranks_before(result_of(1, 0.5), failed, SelectionMetric::kAccuracy));
  CHECK(ranks_before(later, result_of(1, 0.5), SelectionMetric::kAccuracy));
}

TEST_CASE("halving keeps the best third with three times the resource", "[select][halving]") {
  const Study study = study_of(900);
  const std::vector<shohin::LearnerConfig> configs(9, {.n_estimators = 90});
  SECTION("of rows") {
    auto rung = shohin::first_rung(study, configs, {}).value();
    REQUIRE(rung.size() == 9);
    CHECK(rung[0].cut == 9);
    std::vector<TrialResult> results;
    for (const auto& trial : rung)
      results.push_back(result_of(trial.number, trial.number == 4 ? 0.9 : 0.5, 9));
    rung = shohin::next_rung(results, {}, SelectionMetric::kAccuracy);
    REQUIRE(rung.size() == 3);
    CHECK((rung[0].number == 4 && rung[1].number == 0 && rung[2].number == 1));
    CHECK((rung[0].cut == 3 && rung[0].rung == 1));
    results = {result_of(4, 0.1, 3), result_of(0, 0.2, 3), result_of(1, 0.2, 3)};
    rung = shohin::next_rung(results, {}, SelectionMetric::kAccuracy);
    REQUIRE(rung.size() == 1);
    CHECK((rung[0].number == 0 && rung[0].cut == 1));
    CHECK(shohin::next_rung(std::vector{result_of(0, 0.2)}, {}, SelectionMetric::kAccuracy).empty());
  }
  SECTION("of estimators") {
    const auto rung = shohin::first_rung(study, configs, {.resource = Resource::kEstimators}).value();
    CHECK(rung[0].cut == 9);
    CHECK(shohin::trial_config(rung[0]).n_estimators == 10);
  }
  SECTION("where rows are few it starts with more of them") {
    CHECK(shohin::first_rung(study_of(90), configs, {}).value()[0].cut == 1);
    CHECK(shohin::first_rung(study_of(180), configs, {}).value()[0].cut == 3);
  }
  SECTION("what cannot be is refused") {
    for (const std::uint32_t reduction : {1U, 11U})
      CHECK(shohin::first_rung(study, configs, {.reduction = reduction}).error().first().code ==
            FaultCode::kOutOfRange);
    const std::vector<shohin::LearnerConfig> treeless(3, shohin::default_config(Learner::kSoftmaxRegression));
    const auto refused = shohin::first_rung(study, treeless, {.resource = Resource::kEstimators});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().first().code == FaultCode::kUnknownCategory);
    CHECK(refused.error().first().field == "resource");
  }
}

TEST_CASE("halving ends with one trial on everything", "[select][halving]") {
  const Study study = study_of(540);
  const auto space = space_of(R"({"max_depth": {"least": 1, "most": 8}, "n_estimators": 6})");
  for (const Resource resource : {Resource::kRows, Resource::kEstimators}) {
    const auto found = shohin::search(
        study, space, {.method = SearchMethod::kHalving, .trials = 8, .halving = {.resource = resource}});
    REQUIRE(found);
    CHECK(found->winner().trial.cut == 1);
    CHECK(found->winner().trial.config.n_estimators == 6);
    CHECK(found->trials.size() == 8 + 2);
    CHECK(found->best == 8);
  }
}

TEST_CASE("a search in which no trial is good says why", "[select][search]") {
  Study study = study_of(30);

  for (std::uint32_t row = 0; row < 30; ++row) study.table.columns[0][row] = INFINITY;
  const auto found = shohin::search(study, space_of(R"({"n_estimators": 2})"), {});
  REQUIRE_FALSE(found);
  CHECK(found.error().first().code == FaultCode::kNotFinite);
  CHECK(found.error().first().field == "length");
}

TEST_CASE("methods and metrics are found by name", "[select][search]") {
  for (const SearchMethod method : {SearchMethod::kGrid, SearchMethod::kRandom, SearchMethod::kHalving})
    CHECK(shohin::find_method(method_name(method)) == method);
  CHECK(shohin::find_method("bayes").error().first().code == FaultCode::kUnknownCategory);
  for (const SelectionMetric metric : shohin::kSelectionMetrics)
    CHECK(shohin::find_metric(metric_name(metric)) == metric);
  CHECK(shohin::find_metric("f2").error().first().code == FaultCode::kUnknownCategory);
}

TEST_CASE("figures over classes leave out those that nobody has or names", "[select][metric]") {
  // Rows of class 0: two right, one called 1. Of class 1: one right. Class 2: nobody. Class 3: named once
  // for 1.
  const std::vector<float> answers = {.9F, .1F, 0, 0, .9F, .1F, 0, 0, .1F, .9F, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1};
  const std::vector<std::uint32_t> labels = {0, 0, 0, 1, 1};
  const auto score = shohin::fold_score(shohin::measure(answers, labels, 4));
  CHECK(score[0] == Catch::Approx(3.0 / 5));
  CHECK(score[1] == Catch::Approx((2.0 / 3 + 1.0 / 2) / 2));
  CHECK(score[2] == Catch::Approx((0.8 + 0.5 + 0) / 3));
}
