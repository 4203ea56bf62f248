#include "wire/training.h"

#include <cmath>

#include "digest/sha256.h"
#include "drift/baseline.h"
#include "model/onnx.h"
#include "text/number.h"
#include "text/shown_value.h"
#include "wire/metrics_json.h"
#include "wire/model_card.h"

namespace shohin {
namespace {

constexpr double kHighestSeed = 9007199254740992.0;  // 2^53: JSON numbers are exact up to here

Fault wrong_type(std::string_view name, const Json& value, std::string expected) {
  return {.code = FaultCode::kWrongType,
          .field = std::string(name),
          .value = shown_value(value),
          .expected = std::move(expected)};
}

template <class T>
void take(Result<T> read, T& place, Faults& faults) {
  if (read)
    place = std::move(*read);
  else
    for (const Fault& fault : read.error().list()) faults.add(fault);
}

Result<Learner> read_learner(const Json& value) {
  if (value.is_string()) return find_learner(value.as_string());
  return fail(wrong_type("learner", value, "string"));
}

void read_seed(const Json& value, TrainingRequest& request, Faults& faults) {
  const double seed = value.as_number();
  if (!value.is_number())
    faults.add(wrong_type("seed", value, "number"));
  else if (seed != std::floor(seed))
    faults.add({.code = FaultCode::kNotAnInteger, .field = "seed", .value = print_number(seed)});
  else if (seed < 0 || seed > kHighestSeed)
    faults.add({.code = FaultCode::kOutOfRange,
                .field = "seed",
                .value = print_number(seed),
                .expected = "0 to 9007199254740992"});
  else
    request.seed = static_cast<std::uint64_t>(seed);
}

void read_test_share(const Json& value, TrainingRequest& request, Faults& faults) {
  const double share = value.as_number();
  if (!value.is_number())
    faults.add(wrong_type("test_share", value, "number"));
  else if (!(share > 0 && share < 1))
    faults.add({.code = FaultCode::kOutOfRange,
                .field = "test_share",
                .value = print_number(share),
                .expected = "0 to 1"});
  else
    request.test_share = share;
}

void read_calibration_choice(const Json& value, TrainingRequest& request, Faults& faults) {
  if (!value.is_string())
    faults.add(wrong_type("calibration", value, "string"));
  else
    take(find_calibration(value.as_string()), request.calibration, faults);
}

void read_synthetic(const Json& value, TrainingRequest& request, Faults& faults) {
  if (!value.is_bool())
    faults.add(wrong_type("synthetic", value, "boolean"));
  else
    request.synthetic = value.as_bool();
}

// A split of our own can be made again from its settings; one that was given cannot.
bool is_ours(const Table& all, const Split& split, const TrainingRequest& request) {
  const auto again = split_rows(all.labels, {.test_share = request.test_share, .seed = request.seed});
  return again && again->train == split.train && again->test == split.test;
}

Json seed_json(std::uint64_t seed) {
  const auto exact = static_cast<double>(seed);
  return exact <= kHighestSeed ? Json(exact) : Json(std::to_string(seed));
}

Json split_json(const Table& all, const Split& split, const TrainingRequest& request) {
  JsonObject out;
  if (is_ours(all, split, request)) {
    out.emplace_back("method", "stratified");
    out.emplace_back("test_share", request.test_share);
    out.emplace_back("seed", seed_json(request.seed));
  } else {
    out.emplace_back("method", "given");
  }
  out.emplace_back("rows_train", split.train.size());
  out.emplace_back("rows_test", split.test.size());
  return out;
}

}  // namespace

Result<TrainingRequest> read_training_request(const Json& object) {
  if (!object.is_object()) return fail(wrong_type("training", object, "object"));
  TrainingRequest request;
  Faults faults;
  Learner learner = request.config.learner;
  if (const Json& name = object["learner"]; !name.is_null()) take(read_learner(name), learner, faults);
  const Json& config = object["config"];
  take(read_config(learner, config.is_null() ? Json(JsonObject{}) : config), request.config, faults);
  for (const auto& [name, value] : object.as_object()) {
    if (name == "seed")
      read_seed(value, request, faults);
    else if (name == "test_share")
      read_test_share(value, request, faults);
    else if (name == "calibration")
      read_calibration_choice(value, request, faults);
    else if (name == "synthetic")
      read_synthetic(value, request, faults);
    else if (name != "learner" && name != "config")
      faults.add({.code = FaultCode::kUnknownField,
                  .field = name,
                  .expected = "learner, config, seed, test_share, calibration, synthetic"});
  }
  if (!faults.empty()) return fail(std::move(faults));
  return request;
}

TrainingOutcome finish_training(Model model, const Table& all, const Split& split,
                                const TrainingRequest& request) {
  TrainingOutcome out{.model = std::move(model),
                      .file = {},
                      .train = {},
                      .test = {},
                      .rows_train = static_cast<std::uint32_t>(split.train.size()),
                      .rows_test = static_cast<std::uint32_t>(split.test.size()),
                      .model_digest = {},
                      .file_sha256 = {},
                      .data_digest = data_digest(all)};
  const Table train = take_rows(all, split.train), test = take_rows(all, split.test);
  calibrate_model(out.model, train, test,
                  {.choice = request.calibration, .config = request.config, .seed = request.seed});
  out.model.baseline = baseline_json(make_baseline(train), all.contract);
  out.train = evaluate(out.model, train);
  out.test = evaluate(out.model, test);
  JsonObject record = {{"schema", "shohin.record/1"},
                       {"learner", std::string(learner_name(request.config.learner))},
                       {"config", config_json(request.config)},
                       {"seed", seed_json(request.seed)},
                       {"calibration", std::string(calibration_name(request.calibration))},
                       {"data_digest", out.data_digest}};
  if (request.synthetic) record.emplace_back("synthetic", true);
  record.emplace_back("split", split_json(all, split, request));
  record.emplace_back("metrics", JsonObject{{"train", summary_json(out.train)},
                                            {"test", metrics_json(out.test, all.contract)}});
  record.emplace_back("engine_version", engine_version());
  out.model.record = std::move(record);
  out.model.card = model_card(out.model);
  out.file = write_onnx(out.model);
  out.file_sha256 = sha256_hex(out.file);
  out.model_digest = model_digest(out.model);
  return out;
}

Json training_report(const TrainingOutcome& outcome) {
  JsonObject out = metrics_json(outcome.test, outcome.model.contract);
  out.insert(out.begin() + 1, {"accuracy_train", outcome.train.accuracy});
  out.emplace_back("rows_train", outcome.rows_train);
  out.emplace_back("rows_test", outcome.rows_test);
  if (outcome.model.exponent != 1)
    out.emplace_back("temperature", 1 / static_cast<double>(outcome.model.exponent));
  out.emplace_back("model_digest", outcome.model_digest);
  out.emplace_back("file_sha256", outcome.file_sha256);
  out.emplace_back("data_digest", outcome.data_digest);
  return out;
}

std::string_view engine_version() { return SHOHIN_ENGINE_VERSION; }

}  // namespace shohin
