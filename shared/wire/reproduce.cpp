#include "wire/reproduce.h"

#include <numeric>
#include <utility>

#include "model/onnx.h"
#include "wire/model_difference.h"

namespace shohin {
namespace {

tl::unexpected<Faults> missing(std::string field) {
  return fail(Fault{.code = FaultCode::kMissing, .field = std::move(field)});
}

// What the record says of the request, by the names that a request has.
Result<TrainingRequest> recorded_request(const Json& record) {
  JsonObject request;
  for (const char* name : {"learner", "config", "seed"}) {
    if (!record.has(name)) return missing("record." + std::string(name));
    request.emplace_back(name, record[name]);
  }
  for (const char* name : {"calibration", "synthetic"})
    if (record.has(name)) request.emplace_back(name, record[name]);
  if (record["split"].has("test_share")) request.emplace_back("test_share", record["split"]["test_share"]);
  return read_training_request(request);
}

Result<Split> recorded_split(const Json& split, const Table& data, const TrainingRequest& request) {
  if (split["method"].as_string() != "given")
    return split_rows(data.labels, {.test_share = request.test_share, .seed = request.seed});
  const double training = split["rows_train"].as_number();
  if (!(training >= 1 && training < data.row_count()))
    return fail(Fault{.code = FaultCode::kOutOfRange,
                      .field = "record.split.rows_train",
                      .value = write_json(split["rows_train"]),
                      .expected = "1 to " + std::to_string(data.row_count() - 1)});
  Split made;
  made.train.resize(static_cast<std::size_t>(training));
  made.test.resize(data.row_count() - made.train.size());
  std::iota(made.train.begin(), made.train.end(), 0U);
  std::iota(made.test.begin(), made.test.end(), static_cast<std::uint32_t>(made.train.size()));
  return made;
}

// What differs in the data: its digest, and the contract or the number of rows where that is why.
std::vector<Difference> data_differences(const Model& model, const Table& data) {
  const std::string found = data_digest(data), recorded = model.record["data_digest"].as_string();
  if (found == recorded) return {};
  std::vector<Difference> out = {{"data_digest", recorded, found}};
  if (canonical_contract(model.contract) != canonical_contract(data.contract))
    out.push_back({"contract", canonical_contract(model.contract), canonical_contract(data.contract)});
  const Json& split = model.record["split"];
  const double rows = split["rows_train"].as_number() + split["rows_test"].as_number();
  if (rows != data.row_count())
    out.push_back({"rows", write_json(Json(rows)), std::to_string(data.row_count())});
  return out;
}

// The figures that both have; what only one engine measures says nothing.
void compare_figures(const std::string& place, const Json& recorded, const Json& found,
                     std::vector<Difference>& out) {
  if (recorded.is_object() && found.is_object()) {
    for (const auto& [name, value] : recorded.as_object())
      if (found.has(name))
        compare_figures(std::string(place).append(".").append(name), value, found[name], out);
  } else if (write_json(recorded) != write_json(found)) {
    out.push_back({place, write_json(recorded), write_json(found)});
  }
}

std::vector<Difference> outcome_differences(const Model& model, const TrainingOutcome& outcome) {
  std::vector<Difference> out;
  const std::string recorded = model_digest(model);
  if (recorded != outcome.model_digest) {
    out.push_back({"model_digest", recorded, outcome.model_digest});
    for (Difference& one : model_differences(model, outcome.model)) out.push_back(std::move(one));
  }
  compare_figures("metrics", model.record["metrics"], outcome.model.record["metrics"], out);
  return out;
}

}  // namespace

Result<Reproduction> reproduce(const Model& model, const Table& data, std::uint32_t threads,
                               const Progress& progress) {
  if (!model.record.is_object()) return missing("record");
  auto request = recorded_request(model.record);
  if (!request) return fail(request.error());
  Reproduction out{.request = *request, .differences = data_differences(model, data), .outcome = {}};
  if (!out.is_same()) return out;
  const auto split = recorded_split(model.record["split"], data, *request);
  if (!split) return fail(split.error());
  auto again = train_model(take_rows(data, split->train), request->config, request->seed, threads, progress);
  if (!again) return fail(again.error());
  out.outcome = finish_training(std::move(*again), data, *split, *request);
  out.differences = outcome_differences(model, *out.outcome);
  return out;
}

Json reproduction_json(const Reproduction& reproduction, const Model& model) {
  JsonArray differences;
  for (const Difference& one : reproduction.differences)
    differences.emplace_back(
        JsonObject{{"what", one.what}, {"recorded", one.recorded}, {"found", one.found}});
  return JsonObject{{"same", reproduction.is_same()},
                    {"differences", std::move(differences)},
                    {"learner", std::string(learner_name(reproduction.request.config.learner))},
                    {"model_digest", model_digest(model)},
                    {"data_digest", model.record["data_digest"]},
                    {"engine_version", std::string(engine_version())},
                    {"recorded_engine_version", model.record["engine_version"]}};
}

}  // namespace shohin
