// write_onnx and model_digest: the same model gives the same bytes on every target.
#include <array>
#include <string>
#include <string_view>

#include "digest/sha256.h"
#include "model/onnx.h"
#include "model/onnx_node_writer.h"
#include "model/onnx_pipeline.h"
#include "model/onnx_shape.h"
#include "model/protobuf_writer.h"
#include "model/tree_attributes.h"
#include "text/json.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

std::vector<std::string_view> class_labels(const Model& model) {
  std::vector<std::string_view> names;
  for (const TargetClass& target : model.contract.classes) names.emplace_back(target.name);
  return names;
}

// Lists that repeat each other lie side by side, which compresses better.
void write_trees(const Model& model, std::string_view inputs, std::string_view scores,
                 ProtobufWriter& graph) {
  constexpr std::array<std::string_view, 3> kTransforms = {kNoTransform, kSoftmax, kLogistic};
  const TreeAttributes lists = tree_attributes(*model.trees());
  std::vector<std::string_view> modes;
  modes.reserve(lists.modes.size());
  for (const NodeMode mode : lists.modes) modes.push_back(kModeNames[static_cast<std::size_t>(mode)]);
  NodeWriter node(op::kTrees, {inputs}, {kLabel, scores}, "forest");
  node.texts("classlabels_strings", class_labels(model));
  node.text("post_transform", kTransforms[static_cast<std::size_t>(lists.transform)]);
  if (!lists.base_values.empty()) node.reals("base_values", lists.base_values);
  node.integers("nodes_treeids", lists.tree_ids);
  node.integers("nodes_nodeids", lists.node_ids);
  node.texts("nodes_modes", modes);
  node.integers("nodes_featureids", lists.feature_ids);
  node.reals("nodes_values", lists.values);
  node.integers("nodes_missing_value_tracks_true", lists.missing_is_true);
  node.integers("nodes_truenodeids", lists.true_ids);
  node.integers("nodes_falsenodeids", lists.false_ids);
  node.reals("nodes_hitrates", lists.hits);
  node.integers("class_treeids", lists.class_tree_ids);
  node.integers("class_nodeids", lists.class_node_ids);
  node.integers("class_ids", lists.class_ids);
  node.reals("class_weights", lists.class_weights);
  graph.message(graph_field::kNode, node.message());
}

void write_linear(const Model& model, std::string_view inputs, std::string_view scores,
                  ProtobufWriter& graph) {
  const LinearModel& linear = *model.linear();
  NodeWriter node(op::kLinear, {inputs}, {kLabel, scores}, "regression");
  node.texts("classlabels_strings", class_labels(model));
  node.text("post_transform", kSoftmax);
  node.integer("multi_class", 1);
  node.reals("coefficients", linear.weights);
  node.reals("intercepts", linear.intercepts);
  graph.message(graph_field::kNode, node.message());
}

// The label is the classifier's: raising keeps the order of the probabilities.
void write_calibration(float exponent, ProtobufWriter& graph) {
  NodeWriter constant(op::kConstant, {}, {"exponent"});
  constant.reals("value_floats", std::span(&exponent, 1));
  graph.message(graph_field::kNode, constant.message());
  const NodeWriter power(op::kPower, {kScores, "exponent"}, {"raised"});
  graph.message(graph_field::kNode, power.message());
  NodeWriter normalizer(op::kNormalizer, {"raised"}, {kProbabilities});
  normalizer.text("norm", "L1");
  graph.message(graph_field::kNode, normalizer.message());
}

// A tensor of N rows, and of `width` columns unless that is 0.
ProtobufWriter tensor_value(std::string_view name, std::uint32_t element, std::uint64_t width) {
  ProtobufWriter rows, columns, shape, tensor, type, value;
  rows.text(value_field::kSymbol, "N");
  shape.message(value_field::kDimension, rows);
  columns.integer(value_field::kSize, width);
  if (width > 0) shape.message(value_field::kDimension, columns);
  tensor.integer(value_field::kElement, element);
  tensor.message(value_field::kShape, shape);
  type.message(value_field::kTensor, tensor);
  value.text(value_field::kName, name);
  value.message(value_field::kType, type);
  return value;
}

ProtobufWriter graph(const Model& model) {
  ProtobufWriter out;
  const std::string_view inputs = write_pipeline(model.pipeline, model.feature_count(), out);
  const std::string_view scores = model.exponent == 1 ? kProbabilities : kScores;
  if (model.trees() != nullptr)
    write_trees(model, inputs, scores, out);
  else
    write_linear(model, inputs, scores, out);
  if (model.exponent != 1) write_calibration(model.exponent, out);
  out.text(graph_field::kName, "shohin");
  out.message(graph_field::kInput,
              tensor_value(kInput, element_type::kFloat, model.contract.features.size()));
  out.message(graph_field::kOutput, tensor_value(kLabel, element_type::kText, 0));
  out.message(graph_field::kOutput,
              tensor_value(kProbabilities, element_type::kFloat, model.contract.classes.size()));
  return out;
}

ProtobufWriter operator_set(std::string_view domain, std::uint32_t version) {
  ProtobufWriter out;
  out.text(opset_field::kDomain, domain);
  out.integer(opset_field::kVersion, version);
  return out;
}

ProtobufWriter metadata(std::string_view key, std::string_view value) {
  ProtobufWriter out;
  out.text(entry_field::kKey, key);
  out.text(entry_field::kValue, value);
  return out;
}

}  // namespace

std::vector<std::uint8_t> write_onnx(const Model& model) {
  ProtobufWriter out;
  out.integer(model_field::kIrVersion, kIrVersion);
  out.text(model_field::kProducer, "shohin");
  out.message(model_field::kOpsets, operator_set("", kOpset));
  out.message(model_field::kOpsets, operator_set(kMlDomain, kMlOpset));
  out.message(model_field::kMetadata, metadata(kContractKey, write_json(contract_json(model.contract))));
  const auto add_json = [&out](std::string_view key, const Json& json) {
    if (!json.is_null()) out.message(model_field::kMetadata, metadata(key, write_json(json)));
  };
  add_json(kRecordKey, model.record);
  add_json(kCalibrationKey, model.calibration);
  add_json(kBaselineKey, model.baseline);
  if (!model.card.empty()) out.message(model_field::kMetadata, metadata(kCardKey, model.card));
  out.message(model_field::kGraph, graph(model));
  return out.take();
}

std::string model_digest(const Model& model) {
  Sha256 sha;
  const ProtobufWriter bytes = graph(model);
  sha.add(bytes.bytes());
  sha.add(canonical_contract(model.contract));
  return sha.finish_hex();
}

}  // namespace shohin
