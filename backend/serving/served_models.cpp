#include "serving/served_models.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <span>

#include "contract/limits.h"
#include "digest/sha256.h"
#include "error/fault_text.h"
#include "model/onnx.h"
#include "text/json.h"

namespace shohin {
namespace {

Outcome<std::shared_ptr<const std::string>> read_model_file(const std::filesystem::path& file) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(file, failed);
  if (failed) return refuse(ErrorCode::kResourceDoesNotExist, "The model file is not there.", file.string());
  if (size > Limits::kOnnxBytes) {
    return refuse(ErrorCode::kTooLarge, "The model file is larger than the " +
                                            std::to_string(Limits::kOnnxBytes) +
                                            " bytes of a model that is served.");
  }
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in || bytes.size() != size) {
    return refuse(ErrorCode::kInternalError, "The model file cannot be read.", file.string());
  }
  return std::make_shared<const std::string>(std::move(bytes));
}

std::string identity_json(const ModelIdentity& identity, const std::string& digest) {
  return write_json(
      JsonObject{{"name", identity.name}, {"version", identity.version}, {"digest", "sha256:" + digest}});
}

std::vector<std::string> class_json(const Contract& contract) {
  std::vector<std::string> names;
  for (const auto& target_class : contract.classes) names.push_back(write_json(Json(target_class.name)));
  return names;
}

enum class KeepFile : std::uint8_t { kYes, kNo };

Outcome<std::shared_ptr<const ServedModel>> load_model(ModelIdentity identity,
                                                       const std::filesystem::path& file, KeepFile keep) {
  const auto began = std::chrono::steady_clock::now();
  auto bytes = read_model_file(file);
  if (!bytes) return tl::unexpected<Error>(std::move(bytes).error());
  const auto sha256 = sha256_hex(**bytes);
  if (!identity.sha256.empty() && identity.sha256 != sha256) {
    return tl::unexpected<Error>(faults_error(
        ErrorCode::kInvalidParameterValue,
        Fault{.code = FaultCode::kDigestMismatch, .value = sha256, .expected = identity.sha256}));
  }
  identity.sha256 = sha256;
  auto model = read_onnx({reinterpret_cast<const std::uint8_t*>((*bytes)->data()), (*bytes)->size()});
  if (!model) {
    return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(model).error()));
  }
  auto calibration = read_calibration(model->calibration, model->contract);
  if (!calibration) {
    return tl::unexpected<Error>(
        faults_error(ErrorCode::kInvalidParameterValue, std::move(calibration).error()));
  }
  Predictor predictor(*model);
  auto explainer = Explainer::make(*model);
  const auto digest = model_digest(*model);
  auto classes = class_json(model->contract);
  auto json = identity_json(identity, digest);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
  return std::make_shared<const ServedModel>(
      ServedModel{std::move(identity), std::move(*model), std::move(predictor), std::move(*calibration),
                  std::move(explainer), digest, keep == KeepFile::kYes ? std::move(*bytes) : nullptr,
                  std::make_shared<EncodedFile>(), std::move(json), std::move(classes), seconds.count()});
}

}  // namespace

Outcome<std::shared_ptr<const ServedModel>> ServedModels::load(ModelIdentity identity,
                                                               const std::filesystem::path& file) {
  return load_model(std::move(identity), file, KeepFile::kYes);
}

Outcome<std::shared_ptr<const ServedModel>> ServedModels::load_to_score(ModelIdentity identity,
                                                                        const std::filesystem::path& file) {
  return load_model(std::move(identity), file, KeepFile::kNo);
}

void ServedModels::publish(std::shared_ptr<const ServedModel> model) {
  published_(*model);
  encoder_.encode(model->identity.sha256, model->file, model->encoded);
  const std::lock_guard lock(mutex_);
  models_[model->identity.name] = std::move(model);
}

void ServedModels::withdraw(std::string_view name) {
  const std::lock_guard lock(mutex_);
  if (const auto found = models_.find(name); found != models_.end()) models_.erase(found);
}

std::shared_ptr<const ServedModel> ServedModels::find(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = models_.find(name);
  return found == models_.end() ? nullptr : found->second;
}

std::shared_ptr<const ServedModel> ServedModels::find_file(std::string_view sha256) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, model] : models_) {
    if (model->identity.sha256 == sha256) return model;
  }
  return nullptr;
}

std::vector<std::shared_ptr<const ServedModel>> ServedModels::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<const ServedModel>> models;
  for (const auto& [name, model] : models_) models.push_back(model);
  return models;
}

}  // namespace shohin
