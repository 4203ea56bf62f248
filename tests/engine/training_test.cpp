// Proves that a training is asked for, reported, recorded and bundled in one shape, whoever asks.
#include "wire/training.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>

#include "digest/sha256.h"
#include "drift/baseline.h"
#include "made_table.h"
#include "model/onnx.h"
#include "wire/reproduce.h"
#include "wire/run_bundle.h"

using shohin::FaultCode;
using shohin::Json;
using shohin::JsonObject;
using shohin::made_table;
using shohin::Table;
using shohin::TrainingOutcome;
using shohin::TrainingRequest;

namespace {

const TrainingRequest kRequest = {.config = {.n_estimators = 8}, .seed = 7, .test_share = 0.25};

TrainingOutcome trained(const Table& table, const shohin::Split& split, const TrainingRequest& request) {
  auto model = shohin::train_model(shohin::take_rows(table, split.train), request.config, request.seed, 1);
  REQUIRE(model);
  return shohin::finish_training(std::move(*model), table, split, request);
}

TrainingOutcome trained(const Table& table) {
  return trained(table, shohin::split_rows(table.labels, {.test_share = 0.25, .seed = 7}).value(), kRequest);
}

std::string text_of(const shohin::Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

const shohin::RunFile& file_of(const shohin::RunBundle& bundle, std::string_view path) {
  for (const auto& file : bundle.files)
    if (file.path == path) return file;
  FAIL("no " << path);
  return bundle.files.front();
}

}  // namespace

TEST_CASE("a training request is read, with defaults", "[wire][training]") {
  const auto plain = shohin::read_training_request(JsonObject{});
  REQUIRE(plain);
  CHECK(plain->config.learner == shohin::Learner::kRandomForest);
  CHECK(plain->seed == 42);
  CHECK(plain->test_share == 0.2);
  const auto full = shohin::read_training_request(JsonObject{{"learner", "random_forest"},
                                                             {"config", JsonObject{{"max_depth", 3}}},
                                                             {"seed", 9007199254740992.0},
                                                             {"test_share", 0.5},
                                                             {"calibration", "temperature"},
                                                             {"synthetic", true}});
  REQUIRE(full);
  CHECK(full->calibration == shohin::CalibrationChoice::kTemperature);
  CHECK(plain->calibration == shohin::CalibrationChoice::kNone);
  CHECK(full->synthetic);
  CHECK_FALSE(plain->synthetic);
  CHECK(full->config.max_depth == 3);
  CHECK(full->seed == 1ULL << 53U);
  CHECK(full->test_share == 0.5);
}

TEST_CASE("a wrong training request is refused by name", "[wire][training]") {
  const auto fault = [](const Json& json) {
    const auto read = shohin::read_training_request(json);
    REQUIRE_FALSE(read);
    return read.error().first();
  };
  CHECK(fault(JsonObject{{"learner", "perceptron"}}).code == FaultCode::kUnknownCategory);
  CHECK(fault(JsonObject{{"learner", "perceptron"}}).value == "perceptron");
  CHECK(fault(JsonObject{{"learner", 1}}).code == FaultCode::kWrongType);
  CHECK(fault(JsonObject{{"seed", -1}}).code == FaultCode::kOutOfRange);
  CHECK(fault(JsonObject{{"seed", 0.5}}).code == FaultCode::kNotAnInteger);
  CHECK(fault(JsonObject{{"seed", "42"}}).code == FaultCode::kWrongType);
  CHECK(fault(JsonObject{{"test_share", 1}}).code == FaultCode::kOutOfRange);
  CHECK(fault(JsonObject{{"test_share", true}}).code == FaultCode::kWrongType);
  CHECK(fault(JsonObject{{"config", JsonObject{{"depth", 1}}}}).code == FaultCode::kUnknownField);
  CHECK(fault(JsonObject{{"calibration", true}}).code == FaultCode::kWrongType);
  CHECK(fault(JsonObject{{"calibration", "isotonic"}}).code == FaultCode::kUnknownCategory);
  CHECK(fault(JsonObject{{"synthetic", "yes"}}).code == FaultCode::kWrongType);
  CHECK(fault(JsonObject{{"threads", 2}}).field == "threads");
  CHECK(fault("random_forest").code == FaultCode::kWrongType);
}

TEST_CASE("the record says how to train the model again", "[wire][training]") {
  const Table table = made_table(200, 3);
  const TrainingOutcome outcome = trained(table);
  const Json& record = outcome.model.record;
  CHECK(record["learner"].as_string() == "random_forest");
  CHECK(record["config"]["n_estimators"].as_number() == 8);
  CHECK(record["seed"].as_number() == 7);
  CHECK(record["calibration"].as_string() == "none");
  CHECK(record["data_digest"].as_string() == shohin::data_digest(table));
  CHECK(record["split"]["method"].as_string() == "stratified");
  CHECK(record["split"]["test_share"].as_number() == 0.25);
  CHECK(record["metrics"]["test"]["accuracy"].as_number() == outcome.test.accuracy);
  CHECK(record["engine_version"].as_string() == shohin::engine_version());

  // From the record alone, the same digests.
  const auto read = shohin::read_onnx(outcome.file);
  REQUIRE(read);
  const auto request =
      shohin::read_training_request(JsonObject{{"config", read->record["config"]},
                                               {"seed", read->record["seed"]},
                                               {"test_share", read->record["split"]["test_share"]}});
  REQUIRE(request);
  const TrainingOutcome again =
      trained(table, shohin::split_rows(table.labels, {.test_share = 0.25, .seed = 7}).value(), *request);
  CHECK(again.model_digest == outcome.model_digest);
  CHECK(again.file_sha256 == outcome.file_sha256);
}

TEST_CASE("what was learned from made data says so in record, card and run, and is the same model",
          "[wire][training]") {
  const Table table = made_table(200, 3);
  const auto split = shohin::split_rows(table.labels, {.test_share = 0.25, .seed = 7}).value();
  TrainingRequest request = kRequest;
  request.synthetic = true;
  const TrainingOutcome plain = trained(table), made = trained(table, split, request);
  CHECK(made.model_digest == plain.model_digest);
  CHECK(made.model.record["synthetic"].as_bool());
  CHECK_FALSE(plain.model.record.has("synthetic"));
  CHECK(made.model.card.find("Made by a program") != std::string::npos);
  CHECK(plain.model.card.find("Made by a program") == std::string::npos);
  const auto tagged = [&](const TrainingOutcome& outcome) {
    const shohin::RunBundle bundle = shohin::make_run_bundle(outcome, table);
    return std::count(bundle.tags.begin(), bundle.tags.end(),
                      std::pair<std::string, std::string>("shohin.synthetic", "true"));
  };
  CHECK(tagged(made) == 1);
  CHECK(tagged(plain) == 0);
  const auto again = shohin::reproduce(shohin::read_onnx(made.file).value(), table, 1);
  REQUIRE(again);
  CHECK(again->is_same());
  CHECK(again->outcome->file_sha256 == made.file_sha256);
}

TEST_CASE("a trained model carries the baseline of its training rows, in its file too", "[wire][training]") {
  const Table table = made_table(200, 3);
  const TrainingOutcome outcome = trained(table);
  const auto file = shohin::read_onnx(outcome.file);
  REQUIRE(file);
  const auto baseline = shohin::read_baseline(file->baseline, table.contract);
  REQUIRE(baseline);
  CHECK(baseline->rows() == outcome.rows_train);
  CHECK(baseline->features[0].values.present() == outcome.rows_train);
  CHECK(shohin::write_json(file->baseline) == shohin::write_json(outcome.model.baseline));
}

TEST_CASE("a measure that the test rows leave undefined is null in reports and not logged",
          "[wire][bundle]") {
  const Table table = made_table(200, 3);
  TrainingOutcome outcome = trained(table);
  outcome.test.roc_auc = NAN;
  const shohin::RunBundle bundle = shohin::make_run_bundle(outcome, table);
  const auto logged = [&](const std::string& name) {
    return std::any_of(bundle.metrics.begin(), bundle.metrics.end(),
                       [&](const auto& metric) { return metric.first == name; });
  };
  CHECK(logged("brier"));
  CHECK_FALSE(logged("roc_auc"));
  CHECK(shohin::write_json(shohin::training_report(outcome)).find("\"roc_auc\":null") != std::string::npos);
}

TEST_CASE("a split that was given is recorded as such", "[wire][training]") {
  const Table table = made_table(60, 2);
  shohin::Split split;
  for (std::uint32_t row = 0; row < 60; ++row) (row < 40 ? split.train : split.test).push_back(row);
  const TrainingOutcome outcome = trained(table, split, kRequest);
  CHECK(outcome.model.record["split"]["method"].as_string() == "given");
  CHECK_FALSE(outcome.model.record["split"].has("test_share"));
  CHECK(outcome.rows_train == 40);
}

TEST_CASE("a seed beyond JSON's numbers is recorded exactly", "[wire][training]") {
  const Table table = made_table(60, 2);
  TrainingRequest request = kRequest;
  request.seed = 0xFFFFFFFFFFFFFFFFULL;
  const auto split = shohin::split_rows(table.labels, {.test_share = 0.25, .seed = request.seed}).value();
  CHECK(trained(table, split, request).model.record["seed"].as_string() == "18446744073709551615");
}

TEST_CASE("the report has every field that scripts read", "[wire][training]") {
  const TrainingOutcome outcome = trained(made_table(200, 3));
  const Json report = shohin::training_report(outcome);
  for (const char* field :
       {"accuracy", "accuracy_train", "precision", "recall", "f1", "log_loss", "rows_train", "rows_test"})
    CHECK(report[field].is_number());
  for (const char* field : {"model_digest", "file_sha256", "data_digest"})
    CHECK(report[field].as_string().size() == 64);
  CHECK(report["file_sha256"].as_string() == shohin::sha256_hex(outcome.file));
  CHECK(report["labels"].as_array().size() == 3);
  CHECK(report["confusion_matrix"].as_array().size() == 3);
  CHECK(report["classes"]["kind A"]["support"].is_number());
  CHECK(report["rows_train"].as_number() + report["rows_test"].as_number() == 200);
}

TEST_CASE("a run bundle holds settings, metrics, data set, reports and the model folder", "[wire][bundle]") {
  const Table table = made_table(200, 3);
  const TrainingOutcome outcome = trained(table);
  const shohin::RunBundle bundle = shohin::make_run_bundle(outcome, table);
  CHECK(bundle.params.front() == std::pair<std::string, std::string>("learner", "random_forest"));
  CHECK(std::count(bundle.params.begin(), bundle.params.end(),
                   std::pair<std::string, std::string>("n_estimators", "8")) == 1);
  CHECK(bundle.metrics.front() == std::pair<std::string, double>("accuracy", outcome.test.accuracy));
  CHECK(bundle.dataset.digest == outcome.data_digest.substr(0, 32));
  CHECK(bundle.dataset.source.find(outcome.data_digest) != std::string::npos);
  for (const char* path : {"reports/metrics.json", "reports/confusion_matrix.json", "reports/record.json",
                           "reports/contract.json"})
    CHECK(shohin::parse_json(text_of(file_of(bundle, path).bytes)));
  CHECK(file_of(bundle, "model/model.onnx").bytes == outcome.file);
  CHECK(text_of(file_of(bundle, "model/code/shohin_model.py").bytes).find("_load_pyfunc") !=
        std::string::npos);
  CHECK(text_of(file_of(bundle, "model/MLmodel").bytes).find(outcome.model_digest) != std::string::npos);
  for (const char* path : {"model/requirements.txt", "model/conda.yaml", "model/python_env.yaml"})
    CHECK_FALSE(file_of(bundle, path).bytes.empty());
}

TEST_CASE("a packed bundle is a JSON text and the files' bytes", "[wire][bundle]") {
  const Table table = made_table(100, 2);
  const shohin::RunBundle bundle = shohin::make_run_bundle(trained(table), table);
  const shohin::Bytes packed = shohin::pack_run_bundle(bundle);
  const std::size_t length = packed[0] | std::size_t{packed[1]} << 8U | std::size_t{packed[2]} << 16U |
                             std::size_t{packed[3]} << 24U;
  const auto json = shohin::parse_json(text_of(packed).substr(4, length));
  REQUIRE(json);
  std::size_t place = 4 + length;
  const auto& files = (*json)["files"].as_array();
  REQUIRE(files.size() == bundle.files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto size = static_cast<std::size_t>(files[i]["size"].as_number());
    CHECK(files[i]["path"].as_string() == bundle.files[i].path);
    CHECK(text_of(packed).substr(place, size) == text_of(bundle.files[i].bytes));
    place += size;
  }
  CHECK(place == packed.size());
  CHECK((*json)["params"]["seed"].as_string() == "7");
  CHECK((*json)["metrics"]["accuracy"].is_number());
  CHECK((*json)["dataset"]["name"].as_string() == "made");
}
