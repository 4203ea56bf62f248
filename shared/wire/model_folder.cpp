#include "wire/model_folder.h"

#include <string>
#include <string_view>

#include "model_loader.h"

namespace shohin {
namespace {

constexpr std::string_view kRequirements =
    "mlflow>=2.14\n"
    "numpy>=1.24\n"
    "onnx>=1.15\n"
    "onnxruntime>=1.16\n"
    "pandas>=1.5\n";

constexpr std::string_view kPythonEnv =
    "python: \"3.11\"\n"
    "build_dependencies:\n"
    "- pip\n"
    "dependencies:\n"
    "- -r requirements.txt\n";

constexpr std::string_view kConda =
    "name: shohin\n"
    "channels:\n"
    "- conda-forge\n"
    "dependencies:\n"
    "- python=3.11\n"
    "- pip\n"
    "- pip:\n"
    "  - -r requirements.txt\n";

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

Json output_list(const Contract& contract) {
  JsonArray out = {JsonObject{{"type", "string"}, {"name", "prediction"}, {"required", true}},
                   JsonObject{{"type", "float"}, {"name", "confidence"}, {"required", true}}};
  for (const TargetClass& one : contract.classes)
    out.emplace_back(JsonObject{{"type", "float"}, {"name", "p_" + one.name}, {"required", true}});
  return out;
}

// A JSON text inside YAML: JSON's quoted strings are YAML's.
std::string quoted(const Json& json) { return write_json(Json(write_json(json))); }

std::string mlmodel(const TrainingOutcome& outcome) {
  const Contract& contract = outcome.model.contract;
  std::string out =
      "flavors:\n"
      "  python_function:\n"
      "    loader_module: shohin_model\n"
      "    code: code\n"
      "    data: model.onnx\n"
      "    env:\n"
      "      conda: conda.yaml\n"
      "      virtualenv: python_env.yaml\n"
      "  onnx:\n"
      "    data: model.onnx\n"
      "    providers:\n"
      "    - CPUExecutionProvider\n"
      "signature:\n";
  out += "  inputs: " + quoted(column_list(contract)) + "\n";
  out += "  outputs: " + quoted(output_list(contract)) + "\n";
  out += "  params: null\n";
  out += "model_size_bytes: " + std::to_string(outcome.file.size()) + "\n";
  out += "metadata:\n";
  out += "  shohin.contract: " + write_json(Json(contract.name)) + "\n";
  out += "  shohin.model_digest: " + outcome.model_digest + "\n";
  out += "  shohin.file_sha256: " + outcome.file_sha256 + "\n";
  return out;
}

}  // namespace

Json column_list(const Contract& contract) {
  JsonArray out;
  for (const Feature& feature : contract.features) {
    const bool text = feature.kind == FeatureKind::kCategorical;
    out.emplace_back(JsonObject{
        {"type", text ? "string" : "double"}, {"name", feature.name}, {"required", feature.required}});
  }
  return out;
}

std::vector<RunFile> model_folder(const TrainingOutcome& outcome) {
  return {{.path = "model/MLmodel", .bytes = bytes_of(mlmodel(outcome))},
          {.path = "model/model.onnx", .bytes = outcome.file},
          {.path = "model/code/shohin_model.py", .bytes = bytes_of(kModelLoader)},
          {.path = "model/requirements.txt", .bytes = bytes_of(kRequirements)},
          {.path = "model/conda.yaml", .bytes = bytes_of(kConda)},
          {.path = "model/python_env.yaml", .bytes = bytes_of(kPythonEnv)}};
}

}  // namespace shohin
