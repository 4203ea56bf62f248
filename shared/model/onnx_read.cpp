// read_onnx: everything that could change what the model computes must be of our shape.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "contract/limits.h"
#include "model/check_inputs.h"
#include "model/onnx.h"
#include "model/onnx_attributes.h"
#include "model/onnx_graph.h"
#include "model/onnx_pipeline.h"
#include "model/onnx_shape.h"
#include "model/unsupported_model.h"
#include "text/json.h"
#include "text/utf8.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

// The record of a model with a thousand classes holds a confusion matrix of a million cells.
constexpr JsonLimits kMetadataLimits = {.bytes = 16ULL << 20, .depth = 64};

constexpr std::array<std::string_view, 11> kOperators = {
    op::kTrees,  op::kLinear, op::kScaler, op::kImputer, op::kNormalizer, op::kConstant,
    op::kGather, op::kEqual,  op::kCast,   op::kConcat,  op::kPower};

using MaybeFaults = std::optional<Faults>;

MaybeFaults check_versions(const OnnxFile& file) {
  if (!file.initializers.empty()) return unsupported_model("graph.initializer");
  if (!file.has_graph) return unsupported_model("graph");
  if (file.ir_version < 3 || file.ir_version > kNewestIrVersion)
    return unsupported_model("ir_version", std::to_string(file.ir_version), std::to_string(kIrVersion));
  if (file.ml_opset < kMlOpset || file.ml_opset > kNewestMlOpset)
    return unsupported_model("opset_import.ai.onnx.ml", std::to_string(file.ml_opset),
                             std::to_string(kMlOpset));
  if (!file.entry(kContractKey)) return unsupported_model(kContractKey);
  return std::nullopt;
}

bool is_tensor(const OnnxValue& value, std::string_view name, std::uint64_t element, std::size_t rank) {
  return value.name == name && value.element == element && value.sizes.size() == rank;
}

MaybeFaults check_values(const OnnxFile& file, const Contract& contract) {
  if (file.nodes.empty()) return unsupported_model("graph.node", "0", "1");
  if (file.inputs.size() != 1 || !is_tensor(file.inputs[0], kInput, element_type::kFloat, 2))
    return unsupported_model("graph.input", {}, kInput);
  if (file.outputs.size() != 2 || !is_tensor(file.outputs[0], kLabel, element_type::kText, 1) ||
      !is_tensor(file.outputs[1], kProbabilities, element_type::kFloat, 2))
    return unsupported_model("graph.output", {}, "label, probabilities");
  const std::uint64_t features = file.inputs[0].sizes[1], classes = file.outputs[1].sizes[1];
  if (features == contract.features.size() && classes == contract.classes.size()) return std::nullopt;
  return Fault{.code = FaultCode::kForeignContract,
               .field = features == contract.features.size() ? "classes" : "features",
               .value = std::to_string(features == contract.features.size() ? classes : features)};
}

MaybeFaults check_classes(const std::vector<std::string_view>& labels, const Contract& contract) {
  const auto same = [](const TargetClass& target, std::string_view name) { return target.name == name; };
  if (std::equal(contract.classes.begin(), contract.classes.end(), labels.begin(), labels.end(), same))
    return std::nullopt;
  return Fault{.code = FaultCode::kForeignContract, .field = "classlabels_strings"};
}

// The calibration between the classifier's scores and the probabilities: Pow, then Normalizer.
Result<float> read_exponent(NodeWalk& walk, std::string_view scores) {
  if (scores == kProbabilities) return 1.0F;
  const OnnxNode* const normalizer = walk.take(kProbabilities, op::kNormalizer);
  if (normalizer == nullptr || normalizer->inputs.size() != 1)
    return fail(unsupported_model(op::kNormalizer));
  AttributeReader norm(*normalizer);
  if (norm.text("norm") != "L1") return fail(unsupported_model(op::kNormalizer, "norm", "L1"));
  if (auto done = norm.finish(); !done) return fail(done.error());
  const OnnxNode* const power = walk.take(normalizer->inputs[0], op::kPower);
  if (power == nullptr || power->inputs.size() != 2 || power->inputs[0] != scores)
    return fail(unsupported_model(op::kPower));
  const OnnxNode* const constant = walk.take(power->inputs[1], op::kConstant);
  if (constant == nullptr) return fail(unsupported_model(op::kPower, power->inputs[1]));
  AttributeReader none(*power), value(*constant);
  const std::vector<float> exponent = value.reals("value_floats");
  if (auto done = none.finish(); !done) return fail(done.error());
  if (auto done = value.finish(); !done) return fail(done.error());
  if (exponent.size() != 1 || !(exponent[0] > 0 && exponent[0] <= kHighestExponent))
    return fail(unsupported_model(op::kPower, "exponent"));
  return exponent[0];
}

Result<void> read_trees(const OnnxNode& node, Model& model) {
  AttributeReader reader(node);
  if (auto faults = check_classes(reader.texts("classlabels_strings"), model.contract)) return fail(*faults);
  const TreeAttributes attributes = read_tree_attributes(reader);
  if (auto done = reader.finish(); !done) return done;
  auto trees =
      tree_ensemble(attributes, model.class_count(), model.pipeline.input_count(model.feature_count()));
  if (!trees) return fail(trees.error());
  model.predictor = std::move(*trees);
  return {};
}

Result<void> read_linear(const OnnxNode& node, Model& model) {
  AttributeReader reader(node);
  if (auto faults = check_classes(reader.texts("classlabels_strings"), model.contract)) return fail(*faults);
  LinearModel linear{.class_count = model.class_count(),
                     .input_count = model.pipeline.input_count(model.feature_count()),
                     .weights = reader.reals("coefficients"),
                     .intercepts = reader.reals("intercepts")};
  if (reader.text("post_transform") != kSoftmax)
    return fail(unsupported_model("post_transform", {}, kSoftmax));
  reader.ignore("multi_class");
  if (auto done = reader.finish(); !done) return done;
  if (auto fault = linear_fault(linear, model.pipeline, model.contract)) return fail(std::move(*fault));
  model.predictor = std::move(linear);
  return {};
}

Result<void> read_graph(const OnnxFile& file, Model& model) {
  NodeWalk walk(file.nodes);
  const OnnxNode* classifier = walk.take(kLabel, op::kTrees);
  const bool trees = classifier != nullptr;
  if (!trees) classifier = walk.take(kLabel, op::kLinear);
  if (classifier == nullptr) return fail(unsupported_model("graph.node", {}, op::kTrees));
  if (classifier->inputs.size() != 1) return fail(unsupported_model("node.input"));
  if (classifier->outputs.size() != 2 || classifier->outputs[0] != kLabel)
    return fail(unsupported_model("node.output"));
  auto exponent = read_exponent(walk, classifier->outputs[1]);
  if (!exponent) return fail(exponent.error());
  model.exponent = *exponent;
  auto pipeline = read_pipeline(walk, {.features = kInput, .inputs = classifier->inputs[0]}, model.contract);
  if (!pipeline) return fail(pipeline.error());
  model.pipeline = std::move(*pipeline);
  if (const OnnxNode* other = walk.left_over())
    return fail(unsupported_model("graph.node", other->full_name()));
  return trees ? read_trees(*classifier, model) : read_linear(*classifier, model);
}

Result<void> read_json(const OnnxFile& file, std::string_view key, Json& place) {
  const auto text = file.entry(key);
  if (!text) return {};
  Result<Json> json = parse_json(*text, kMetadataLimits);
  if (!json) return fail(json.error());
  place = std::move(*json);
  return {};
}

Result<void> read_metadata(const OnnxFile& file, Model& model) {
  if (auto done = read_json(file, kRecordKey, model.record); !done) return done;
  if (auto done = read_json(file, kCalibrationKey, model.calibration); !done) return done;
  if (auto done = read_json(file, kBaselineKey, model.baseline); !done) return done;
  const std::string_view card = file.entry(kCardKey).value_or("");
  if (!is_utf8(card)) return fail(Fault{.code = FaultCode::kBadUtf8, .field = std::string(kCardKey)});
  model.card = card;
  return {};
}

}  // namespace

Result<Model> read_onnx(std::span<const std::uint8_t> bytes) {
  const Result<OnnxFile> file = open_onnx(bytes, kOperators);
  if (!file) return fail(file.error());
  if (auto faults = check_versions(*file)) return fail(*faults);
  Json document;
  if (auto done = read_json(*file, kContractKey, document); !done) return fail(done.error());
  Result<Contract> contract = read_contract(document);
  if (!contract) return fail(contract.error());
  if (auto faults = check_values(*file, *contract)) return fail(*faults);
  Model model{.contract = std::move(*contract)};
  if (auto done = read_graph(*file, model); !done) return fail(done.error());
  if (auto done = read_metadata(*file, model); !done) return fail(done.error());
  return model;
}

}  // namespace shohin
