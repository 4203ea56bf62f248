#include "verification/run_model.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "contract/limits.h"
#include "error/fault_text.h"
#include "model/onnx.h"
#include "registry/version_source.h"
#include "store/logged_model_rows.h"
#include "store/run_rows.h"
#include "tracking/runs.h"

namespace shohin {
namespace {

std::optional<Artifact> find_file(Database& database, const RunInfo& info) {
  const auto run = load_run(database, info);
  for (const auto& output : run.model_outputs) {
    const auto model = find_logged_model(database, output.model_id);
    if (!model || model->is_deleted) continue;
    if (auto file = find_model_file(database, model->artifact_uri)) return file;
  }
  return find_model_file(database, info.artifact_uri);
}

Outcome<Model> read_model(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) return refuse(ErrorCode::kInternalError, "The run's model file cannot be read.", path.string());
  auto model = read_onnx(bytes);
  if (!model) {
    return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(model).error()));
  }
  return std::move(*model);
}

void lack(Error& error, const char* field, const std::string& sentence) {
  error.message += " " + sentence;
  error.faults.add({.code = FaultCode::kMissing, .field = field});
}

}  // namespace

Outcome<Model> read_run_model(Store& store, const std::string& run_id) {
  const auto file = store.read([&](Database& database) -> Outcome<Artifact> {
    const auto run = require_run(database, run_id);
    if (!run) return tl::unexpected<Error>(run.error());
    auto found = find_file(database, *run);
    if (found && found->size <= Limits::kOnnxBytes) return std::move(*found);
    return refuse(ErrorCode::kInvalidParameterValue,
                  "The run has logged no ONNX file, more than one, or one that is too large.");
  });
  if (!file) return tl::unexpected<Error>(file.error());
  return read_model(store.blobs().path_of(file->sha256));
}

Outcome<void> check_reproducible(const Model& model, DataSets& data_sets) {
  Error error{ErrorCode::kInvalidParameterValue, "The run cannot be trained again.", {}, {}};
  for (const char* field : {"learner", "config", "seed"}) {
    if (!model.record.has(field))
      lack(error, field, "Its model's record does not name the " + std::string(field) + ".");
  }
  const auto& digest = model.record["data_digest"].as_string();
  if (digest.empty()) {
    lack(error, "data_digest", "Its model's record does not name its data.");
  } else if (const auto data = data_sets.get(digest); !data) {
    if (data.error().code == ErrorCode::kInternalError) return tl::unexpected<Error>(data.error());
    lack(error, "data_digest",
         "Its data is not on this server: upload it to /api/shohin/v1/datasets/" + digest + ".");
  }
  if (error.faults.empty()) return {};
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace shohin
