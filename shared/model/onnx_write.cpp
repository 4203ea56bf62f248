// write_onnx and model_digest: the same model gives the same bytes on every target.
#include <array>
#include <string>
#include <string_view>

#include "digest/sha256.h"
#include "model/onnx.h"
#include "model/onnx_shape.h"
#include "model/protobuf_writer.h"
#include "model/tree_attributes.h"
#include "text/json.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

ProtobufWriter attribute(std::string_view name, std::uint32_t type) {
  ProtobufWriter out;
  out.text(attribute_field::kName, name);
  out.integer(attribute_field::kType, type);
  return out;
}

void add_integers(ProtobufWriter& node, std::string_view name, std::span<const std::uint32_t> values) {
  ProtobufWriter out = attribute(name, attribute_type::kIntegers);
  out.integers(attribute_field::kIntegers, values);
  node.message(node_field::kAttribute, out);
}

void add_floats(ProtobufWriter& node, std::string_view name, std::span<const float> values) {
  ProtobufWriter out = attribute(name, attribute_type::kFloats);
  out.floats(attribute_field::kFloats, values);
  node.message(node_field::kAttribute, out);
}

void add_modes(ProtobufWriter& node, std::span<const NodeMode> modes) {
  constexpr std::array<std::string_view, 4> kNames = {kAtMost, kEquals, kDiffers, kLeaf};
  ProtobufWriter out = attribute("nodes_modes", attribute_type::kTexts);
  for (const NodeMode mode : modes) out.text(attribute_field::kTexts, kNames[static_cast<std::size_t>(mode)]);
  node.message(node_field::kAttribute, out);
}

void add_class_labels(ProtobufWriter& node, const Contract& contract) {
  ProtobufWriter out = attribute("classlabels_strings", attribute_type::kTexts);
  for (const TargetClass& target : contract.classes) out.text(attribute_field::kTexts, target.name);
  node.message(node_field::kAttribute, out);
}

void add_post_transform(ProtobufWriter& node) {
  ProtobufWriter out = attribute("post_transform", attribute_type::kText);
  out.text(attribute_field::kText, "NONE");
  node.message(node_field::kAttribute, out);
}

// Lists that repeat each other lie side by side, which compresses better.
ProtobufWriter tree_node(const Model& model) {
  const TreeAttributes lists = tree_attributes(*model.trees());
  ProtobufWriter node;
  node.text(node_field::kInput, kInput);
  node.text(node_field::kOutput, kLabel);
  node.text(node_field::kOutput, kProbabilities);
  node.text(node_field::kName, "forest");
  node.text(node_field::kOperator, kOperator);
  node.text(node_field::kDomain, kMlDomain);
  add_class_labels(node, model.contract);
  add_post_transform(node);
  add_integers(node, "nodes_treeids", lists.tree_ids);
  add_integers(node, "nodes_nodeids", lists.node_ids);
  add_modes(node, lists.modes);
  add_integers(node, "nodes_featureids", lists.feature_ids);
  add_floats(node, "nodes_values", lists.values);
  add_integers(node, "nodes_missing_value_tracks_true", lists.missing_is_true);
  add_integers(node, "nodes_truenodeids", lists.true_ids);
  add_integers(node, "nodes_falsenodeids", lists.false_ids);
  add_floats(node, "nodes_hitrates", lists.hits);
  add_integers(node, "class_treeids", lists.class_tree_ids);
  add_integers(node, "class_nodeids", lists.class_node_ids);
  add_integers(node, "class_ids", lists.class_ids);
  add_floats(node, "class_weights", lists.class_weights);
  return node;
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
  out.message(graph_field::kNode, tree_node(model));
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
  if (!model.record.is_null())
    out.message(model_field::kMetadata, metadata(kRecordKey, write_json(model.record)));
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
