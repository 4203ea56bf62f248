// The models that answer /predict and /models: immutable, swapped whole by promotion.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "error/error.h"
#include "model/ensemble.h"
#include "model/predict.h"

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
  std::string model_digest;
  std::shared_ptr<const std::string> file;         // the ONNX bytes
  std::shared_ptr<const std::string> file_brotli;  // encoded once
  std::shared_ptr<const std::string> file_gzip;
  double load_seconds = 0;
};

class ServedModels {
 public:
  // Reads and checks a model file without serving it yet. Fails with kInvalidParameterValue and a message
  // that names what is wrong: no ONNX, foreign operators, no contract.
  [[nodiscard]] static Outcome<std::shared_ptr<const ServedModel>> load(ModelIdentity identity,
                                                                        const std::filesystem::path& file);
  // From the next request on this model answers for its name.
  void publish(std::shared_ptr<const ServedModel> model);
  // From the next request on nothing answers for that name.
  void withdraw(std::string_view name);
  [[nodiscard]] std::shared_ptr<const ServedModel> find(std::string_view name) const;
  [[nodiscard]] std::vector<std::shared_ptr<const ServedModel>> all() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const ServedModel>, std::less<>> models_;
};

}  // namespace shohin
