#include "serving/inference.h"

#include <algorithm>
#include <cmath>

#include "contract/value.h"
#include "error/fault_text.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr std::string_view kInput = "features";
constexpr std::string_view kLabel = "label";
constexpr std::string_view kProbabilities = "probabilities";

tl::unexpected<Error> bad(std::string message) { return refuse(ErrorCode::kBadRequest, std::move(message)); }

Outcome<std::vector<WantedOutput>> read_outputs(const Json& document) {
  // Triton's client asks so for all outputs at once.
  const bool all_binary = document["parameters"]["binary_data_output"].as_bool();
  std::vector<WantedOutput> outputs;
  const Json& given = document["outputs"];
  if (!given.is_null() && !given.is_array()) return bad("outputs: a list of {\"name\": ...} is expected.");
  if (given.as_array().empty()) {
    return std::vector<WantedOutput>{{std::string(kLabel), all_binary},
                                     {std::string(kProbabilities), all_binary}};
  }
  for (const auto& wanted : given.as_array()) {
    const auto& name = wanted["name"].as_string();
    if (name != kLabel && name != kProbabilities) {
      return bad("outputs: '" + name.substr(0, 100) +
                 "' is none of this model's outputs, label and probabilities.");
    }
    outputs.push_back({name, wanted["parameters"]["binary_data"].as_bool() || all_binary});
  }
  return outputs;
}

// The value of one element as the contract has it.
Result<float> read_element(const Feature& feature, const Tensor& tensor, std::size_t at) {
  if (tensor.is_text()) {
    const auto& text = tensor.texts[at];
    if (text.empty()) return missing_value(feature);
    if (feature.kind == FeatureKind::kCategorical) return category_value(feature, text);
    return value_fault(feature, FaultCode::kNotANumber, text);
  }
  const double number = tensor.numbers[at];
  if (std::isnan(number)) return missing_value(feature);
  if (feature.kind != FeatureKind::kCategorical) return number_value(feature, number, print_number(number));
  const bool known =
      number >= 0 && number == std::floor(number) && number < static_cast<double>(feature.categories.size());
  if (known) return static_cast<float>(number);
  return value_fault(feature, FaultCode::kUnknownCategory, print_number(number));
}

tl::unexpected<Error> bad_value(const Faults& faults, std::size_t row) {
  auto fault = faults.first();
  fault.row = row + 1;
  return tl::unexpected<Error>(faults_error(ErrorCode::kBadRequest, fault));
}

Outcome<std::vector<float>> rows_of_matrix(const Tensor& tensor, const Contract& contract) {
  const auto features = contract.features.size();
  const bool matrix = tensor.shape.size() == 2 && tensor.shape[1] == features;
  const bool vector = tensor.shape.size() == 1 && tensor.shape[0] == features;
  if ((!matrix && !vector) || tensor.is_text()) {
    return bad("inputs.features: numbers of shape [rows, " + std::to_string(features) + "] are expected.");
  }
  std::vector<float> rows;
  rows.reserve(tensor.size());
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    const auto value = read_element(contract.features[i % features], tensor, i);
    if (!value) return bad_value(value.error(), i / features);
    rows.push_back(*value);
  }
  return rows;
}

tl::unexpected<Error> unknown_input(std::string_view name, const Contract& contract) {
  constexpr std::size_t kShown = 20;
  std::string names;
  for (std::size_t i = 0; i < contract.features.size() && i < kShown; ++i)
    names += (i == 0 ? "" : ", ") + contract.features[i].name;
  if (contract.features.size() > kShown) names += " ...";
  return bad("inputs: the model has no input '" + std::string(name.substr(0, 100)) +
             "'; it has 'features', or instead a column for each feature: " + names + ".");
}

Outcome<std::size_t> count_rows(const InferenceRequest& request, const Contract& contract) {
  for (const auto& tensor : request.inputs) {
    if (!contract.feature_index(tensor.name)) return unknown_input(tensor.name, contract);
    const bool column = tensor.shape.size() == 1 || (tensor.shape.size() == 2 && tensor.shape[1] == 1);
    if (!column) return bad("inputs." + tensor.name + ": a column of shape [rows] or [rows, 1] is expected.");
    if (tensor.shape[0] != request.inputs[0].shape[0]) {
      return bad("inputs." + tensor.name + ": all columns must have the same number of rows.");
    }
  }
  return static_cast<std::size_t>(request.inputs[0].shape[0]);
}

Outcome<std::vector<float>> rows_of_columns(const InferenceRequest& request, const Contract& contract) {
  const auto count = count_rows(request, contract);
  if (!count) return tl::unexpected<Error>(count.error());
  std::vector<float> rows(*count * contract.features.size());
  for (std::size_t f = 0; f < contract.features.size(); ++f) {
    const auto& feature = contract.features[f];
    const auto tensor = std::find_if(request.inputs.begin(), request.inputs.end(),
                                     [&](const Tensor& one) { return one.name == feature.name; });
    for (std::size_t i = 0; i < *count; ++i) {
      const auto value =
          tensor == request.inputs.end() ? missing_value(feature) : read_element(feature, *tensor, i);
      if (!value) return bad_value(value.error(), i);
      rows[i * contract.features.size() + f] = *value;
    }
  }
  return rows;
}

JsonObject tensor_json(std::string_view name, std::string_view datatype, JsonArray shape) {
  return {{"name", name}, {"datatype", datatype}, {"shape", std::move(shape)}};
}

// One output: its JSON, and its bytes when they are wanted as such.
struct Output {
  JsonObject json;
  std::string bytes;
};

template <class Values>
Output make_output(JsonObject json, const Values& values, bool binary, std::string bytes) {
  if (binary) {
    json.emplace_back("parameters", JsonObject{{"binary_data_size", bytes.size()}});
    return {std::move(json), std::move(bytes)};
  }
  JsonArray data;
  data.reserve(values.size());
  for (const auto& value : values) data.emplace_back(value);
  json.emplace_back("data", std::move(data));
  return {std::move(json), {}};
}

}  // namespace

Outcome<InferenceRequest> read_inference(std::string_view body, std::size_t json_bytes) {
  if (json_bytes != std::string_view::npos && json_bytes > body.size()) {
    return bad("Inference-Header-Content-Length is more than the body.");
  }
  const auto document = parse_json(body.substr(0, json_bytes));
  if (!document) return tl::unexpected<Error>(faults_error(ErrorCode::kBadRequest, document.error()));
  auto binary = body.substr(std::min(json_bytes, body.size()));
  InferenceRequest request;
  const Json& id = (*document)["id"];
  if (!id.is_null() && !id.is_string()) return bad("id: a text is expected.");
  request.id = id.as_string();
  if ((*document)["inputs"].as_array().empty())
    return bad("inputs: a list of at least one tensor is expected.");
  for (const auto& input : (*document)["inputs"].as_array()) {
    auto tensor = read_tensor(input, binary);
    if (!tensor) return tl::unexpected<Error>(std::move(tensor).error());
    request.inputs.push_back(std::move(*tensor));
  }
  if (!binary.empty()) {
    return bad("The body has " + std::to_string(binary.size()) + " bytes behind the last input.");
  }
  auto outputs = read_outputs(*document);
  if (!outputs) return tl::unexpected<Error>(std::move(outputs).error());
  request.outputs = std::move(*outputs);
  return request;
}

Outcome<std::vector<float>> inference_rows(const InferenceRequest& request, const Contract& contract) {
  const bool matrix = request.inputs.size() == 1 && request.inputs[0].name == kInput &&
                      !(contract.feature_index(kInput) && request.inputs[0].shape.size() == 1);
  return matrix ? rows_of_matrix(request.inputs[0], contract) : rows_of_columns(request, contract);
}

InferenceAnswer inference_answer(const ServedModel& model, const InferenceRequest& request,
                                 std::vector<float> probabilities) {
  const auto& classes = model.model.contract.classes;
  const auto count = probabilities.size() / classes.size();
  JsonArray outputs;
  std::string tail;
  bool binary = false;
  for (const auto& wanted : request.outputs) {
    Output output;
    if (wanted.name == kLabel) {
      std::vector<std::string> labels;
      for (std::size_t i = 0; i < count; ++i) {
        const auto row = std::span<const float>(probabilities).subspan(i * classes.size(), classes.size());
        labels.push_back(classes[best_class(row)].name);
      }
      output =
          make_output(tensor_json(kLabel, "BYTES", {count}), labels, wanted.binary, binary_texts(labels));
    } else {
      output = make_output(tensor_json(kProbabilities, "FP32", {count, classes.size()}), probabilities,
                           wanted.binary, binary_floats(probabilities));
    }
    binary |= wanted.binary;
    outputs.emplace_back(std::move(output.json));
    tail += output.bytes;
  }
  JsonObject answer = {{"model_name", model.identity.name}, {"model_version", model.identity.version}};
  if (!request.id.empty()) answer.emplace_back("id", request.id);
  answer.emplace_back("outputs", std::move(outputs));
  auto json = write_json(answer);
  const auto json_bytes = binary ? json.size() : 0;
  return {std::move(json) + tail, json_bytes};
}

std::string inference_metadata(const ServedModel& model) {
  const auto features = model.model.contract.features.size();
  const auto classes = model.model.contract.classes.size();
  return write_json(JsonObject{{"name", model.identity.name},
                               {"versions", JsonArray{model.identity.version}},
                               {"platform", "onnxruntime_onnx"},
                               {"inputs", JsonArray{tensor_json(kInput, "FP32", {-1, features})}},
                               {"outputs", JsonArray{tensor_json(kLabel, "BYTES", {-1}),
                                                     tensor_json(kProbabilities, "FP32", {-1, classes})}}});
}

}  // namespace shohin
