// The models that answer /predict and /models: immutable, swapped whole by promotion.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "calibrate/calibration.h"
#include "error/error.h"
#include "explain/explainer.h"
#include "model/model.h"
#include "model/predict.h"
#include "serving/encoded_file.h"
#include "serving/file_encoder.h"

namespace shohin {

struct ModelIdentity {
  std::string name;     // registered model
  std::string version;  // "3"
  std::string sha256;   // of the file
};

struct ServedModel {
  ModelIdentity identity;
  Model model;
  Predictor predictor;
  Calibration calibration;
  Result<Explainer> explainer;  // or why the model cannot be explained
  std::string model_digest;
  std::shared_ptr<const std::string> file;  // the ONNX bytes; null for a version besides production
  std::shared_ptr<EncodedFile> encoded;     // filled after publish()
  std::string identity_json;                // the "model" of every answer
  std::vector<std::string> class_json;      // class names as JSON strings
  double load_seconds = 0;
};

class ServedModels {
 public:
  using Listener = std::function<void(const ServedModel&)>;

  // `published` is told of each model that begins to answer; `encoded` keeps the encoded copies of files.
  explicit ServedModels(
      Listener published = [](const ServedModel&) {}, std::filesystem::path encoded = {})
      : published_(std::move(published)), encoder_(std::move(encoded)) {}
  ServedModels(const ServedModels&) = delete;
  ServedModels& operator=(const ServedModels&) = delete;

  // Reads and checks a model file without serving it yet. Fails with kInvalidParameterValue and a message
  // that names what is wrong: no ONNX, foreign operators, no contract, other bytes than identity.sha256 says
  // (when it says something); with kTooLarge; with kResourceDoesNotExist when there is no such file.
  [[nodiscard]] static Outcome<std::shared_ptr<const ServedModel>> load(ModelIdentity identity,
                                                                        const std::filesystem::path& file);
  // The same without the file's bytes, which only downloads need.
  [[nodiscard]] static Outcome<std::shared_ptr<const ServedModel>> load_to_score(
      ModelIdentity identity, const std::filesystem::path& file);
  // From the next request on this model answers for its name.
  void publish(std::shared_ptr<const ServedModel> model);
  // From the next request on nothing answers for that name.
  void withdraw(std::string_view name);
  [[nodiscard]] std::shared_ptr<const ServedModel> find(std::string_view name) const;
  [[nodiscard]] std::shared_ptr<const ServedModel> find_file(std::string_view sha256) const;
  [[nodiscard]] std::vector<std::shared_ptr<const ServedModel>> all() const;

  FileEncoder& encoder() { return encoder_; }

 private:
  Listener published_;
  FileEncoder encoder_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const ServedModel>, std::less<>> models_;
};

}  // namespace shohin
