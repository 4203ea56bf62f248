// read_onnx: the whole file is walked once; everything that could change what the model computes must be of
// our shape, what cannot (names, doc strings) is passed over.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "contract/limits.h"
#include "model/onnx.h"
#include "model/onnx_attributes.h"
#include "model/onnx_shape.h"
#include "model/protobuf_reader.h"
#include "text/json.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

// The record of a model with a thousand classes holds a confusion matrix of a million cells.
constexpr JsonLimits kMetadataLimits = {.bytes = 16ULL << 20, .depth = 64};

using MaybeFaults = std::optional<Faults>;

Faults unsupported(std::string_view field, std::string_view value = {}, std::string_view expected = {}) {
  return Fault{.code = FaultCode::kUnsupportedModel,
               .field = std::string(field),
               .value = std::string(value),
               .expected = std::string(expected)};
}

// What a tensor's description says; the sizes 0 when they are open.
struct TensorValue {
  std::string_view name;
  std::uint64_t element = 0;
  std::vector<std::uint64_t> sizes;
};

struct GraphParts {
  std::optional<ProtobufField> node;
  std::vector<TensorValue> inputs, outputs;
};

struct FileParts {
  std::optional<ProtobufField> graph;
  std::optional<std::string_view> contract, record;
  std::uint64_t ir_version = 0, ml_opset = 0;
};

// Calls `take` with every field of the bytes; stops at the first fault.
template <class Take>
MaybeFaults each_field(std::span<const std::uint8_t> bytes, std::string_view where, const Take& take) {
  ProtobufReader reader(bytes);
  while (const auto field = reader.next())
    if (MaybeFaults faults = take(*field)) return faults;
  if (const auto fault = reader.fault()) return Fault{.code = *fault, .field = std::string(where)};
  return std::nullopt;
}

MaybeFaults read_opset(const ProtobufField& set, FileParts& file) {
  std::string_view domain;
  std::uint64_t version = 0;
  auto faults = each_field(set.bytes, "opset_import", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == opset_field::kDomain) domain = field.text();
    if (field.number == opset_field::kVersion) version = field.integer;
    return std::nullopt;
  });
  if (domain == kMlDomain) file.ml_opset = version;
  return faults;
}

MaybeFaults read_metadata(const ProtobufField& entry, FileParts& file) {
  std::string_view key, value;
  auto faults = each_field(entry.bytes, "metadata_props", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == entry_field::kKey) key = field.text();
    if (field.number == entry_field::kValue) value = field.text();
    return std::nullopt;
  });
  std::optional<std::string_view>* place = nullptr;
  if (key == kContractKey) place = &file.contract;
  if (key == kRecordKey) place = &file.record;
  if (place == nullptr || faults) return faults;
  if (place->has_value()) return unsupported(key);
  *place = value;
  return std::nullopt;
}

MaybeFaults read_file(std::span<const std::uint8_t> bytes, FileParts& file) {
  return each_field(bytes, "model", [&](const ProtobufField& field) -> MaybeFaults {
    switch (field.number) {
      case model_field::kIrVersion:
        file.ir_version = field.integer;
        return std::nullopt;
      case model_field::kOpsets:
        return read_opset(field, file);
      case model_field::kMetadata:
        return read_metadata(field, file);
      case model_field::kTraining:
        return unsupported("training_info");
      case model_field::kFunctions:
        return unsupported("functions");
      case model_field::kGraph:
        if (file.graph || field.type != WireType::kLengthDelimited) return unsupported("graph");
        file.graph = field;
        return std::nullopt;
      default:
        return std::nullopt;
    }
  });
}

MaybeFaults read_dimension(const ProtobufField& dimension, TensorValue& value) {
  std::uint64_t size = 0;
  auto faults = each_field(dimension.bytes, "dim", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == value_field::kSize) size = field.integer;
    return std::nullopt;
  });
  if (value.sizes.size() > 2) return unsupported(value.name);
  value.sizes.push_back(size);
  return faults;
}

// TypeProto, its Tensor, and that one's shape; each within the other.
MaybeFaults read_type(const ProtobufField& type, TensorValue& value) {
  return each_field(type.bytes, "type", [&](const ProtobufField& tensor) -> MaybeFaults {
    if (tensor.number != value_field::kTensor) return std::nullopt;
    return each_field(tensor.bytes, "tensor_type", [&](const ProtobufField& part) -> MaybeFaults {
      if (part.number == value_field::kElement) value.element = part.integer;
      if (part.number != value_field::kShape) return std::nullopt;
      return each_field(part.bytes, "shape", [&](const ProtobufField& dimension) -> MaybeFaults {
        if (dimension.number != value_field::kDimension) return std::nullopt;
        return read_dimension(dimension, value);
      });
    });
  });
}

MaybeFaults read_value(const ProtobufField& info, std::vector<TensorValue>& values) {
  if (values.size() >= 2) return unsupported("graph.input and output");
  TensorValue value;
  auto faults = each_field(info.bytes, "value_info", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == value_field::kName) value.name = field.text();
    return field.number == value_field::kType ? read_type(field, value) : std::nullopt;
  });
  values.push_back(value);
  return faults;
}

// Names an operator that is not ours; nothing when it is.
MaybeFaults check_operator(const ProtobufField& node) {
  std::string_view name, domain;
  auto faults = each_field(node.bytes, "node", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == node_field::kOperator) name = field.text();
    if (field.number == node_field::kDomain) domain = field.text();
    return std::nullopt;
  });
  if (faults || (name == kOperator && domain == kMlDomain)) return faults;
  std::string full(domain);
  if (!full.empty()) full += '.';
  return Fault{.code = FaultCode::kUnsupportedOperator,
               .field = "node.op_type",
               .value = full.append(name),
               .expected = std::string(kMlDomain).append(".").append(kOperator)};
}

MaybeFaults read_graph(const ProtobufField& graph, GraphParts& parts) {
  return each_field(graph.bytes, "graph", [&](const ProtobufField& field) -> MaybeFaults {
    switch (field.number) {
      case graph_field::kNode:
        if (auto faults = check_operator(field)) return faults;
        if (parts.node) return unsupported("graph.node", "2", "1");
        parts.node = field;
        return std::nullopt;
      case graph_field::kInput:
        return read_value(field, parts.inputs);
      case graph_field::kOutput:
        return read_value(field, parts.outputs);
      // Weights outside the tree operator, perhaps in another file (external data): never ours.
      case graph_field::kInitializer:
        return unsupported("graph.initializer");
      case graph_field::kSparseInitializer:
        return unsupported("graph.sparse_initializer");
      default:
        return std::nullopt;
    }
  });
}

MaybeFaults check_versions(const FileParts& file) {
  if (!file.graph) return unsupported("graph");
  if (file.ir_version < 3 || file.ir_version > kNewestIrVersion)
    return unsupported("ir_version", std::to_string(file.ir_version), std::to_string(kIrVersion));
  if (file.ml_opset < kMlOpset || file.ml_opset > kNewestMlOpset)
    return unsupported("opset_import.ai.onnx.ml", std::to_string(file.ml_opset), std::to_string(kMlOpset));
  if (!file.contract) return unsupported(kContractKey);
  return std::nullopt;
}

bool is_tensor(const TensorValue& value, std::string_view name, std::uint64_t element, std::size_t rank) {
  return value.name == name && value.element == element && value.sizes.size() == rank;
}

MaybeFaults check_values(const GraphParts& graph, const Contract& contract) {
  if (!graph.node) return unsupported("graph.node", "0", "1");
  if (graph.inputs.size() != 1 || !is_tensor(graph.inputs[0], kInput, element_type::kFloat, 2))
    return unsupported("graph.input", {}, kInput);
  if (graph.outputs.size() != 2 || !is_tensor(graph.outputs[0], kLabel, element_type::kText, 1) ||
      !is_tensor(graph.outputs[1], kProbabilities, element_type::kFloat, 2))
    return unsupported("graph.output", {}, "label, probabilities");
  const std::uint64_t features = graph.inputs[0].sizes[1], classes = graph.outputs[1].sizes[1];
  if (features == contract.features.size() && classes == contract.classes.size()) return std::nullopt;
  return Fault{.code = FaultCode::kForeignContract,
               .field = features == contract.features.size() ? "classes" : "features",
               .value = std::to_string(features == contract.features.size() ? classes : features)};
}

MaybeFaults check_classes(const NodeAttributes& node, const Contract& contract) {
  const auto same = [](const TargetClass& target, const std::string& name) { return target.name == name; };
  if (std::equal(contract.classes.begin(), contract.classes.end(), node.class_labels.begin(),
                 node.class_labels.end(), same))
    return std::nullopt;
  return Fault{.code = FaultCode::kForeignContract, .field = "classlabels_strings"};
}

}  // namespace

Result<Model> read_onnx(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return fail(Fault{.code = FaultCode::kTruncated, .field = "model"});
  if (bytes.size() > Limits::kOnnxBytes)
    return fail(Fault{.code = FaultCode::kTooLarge,
                      .field = "model",
                      .value = std::to_string(bytes.size()),
                      .expected = std::to_string(Limits::kOnnxBytes)});
  FileParts file;
  GraphParts graph;
  if (auto faults = read_file(bytes, file)) return fail(*faults);
  // The operator's name first: it says what kind of model this is.
  if (file.graph)
    if (auto faults = read_graph(*file.graph, graph)) return fail(*faults);
  if (auto faults = check_versions(file)) return fail(*faults);

  const Result<Json> document = parse_json(*file.contract, kMetadataLimits);
  if (!document) return fail(document.error());
  Result<Contract> contract = read_contract(*document);
  if (!contract) return fail(contract.error());
  if (auto faults = check_values(graph, *contract)) return fail(*faults);

  const Result<NodeAttributes> node = read_node(graph.node->bytes);
  if (!node) return fail(node.error());
  if (auto faults = check_classes(*node, *contract)) return fail(*faults);
  Result<TreeEnsemble> trees =
      tree_ensemble(node->trees, static_cast<std::uint32_t>(contract->classes.size()),
                    static_cast<std::uint32_t>(contract->features.size()));
  if (!trees) return fail(trees.error());

  Model model{.contract = std::move(*contract), .predictor = std::move(*trees)};
  if (file.record) {
    Result<Json> record = parse_json(*file.record, kMetadataLimits);
    if (!record) return fail(record.error());
    model.record = std::move(*record);
  }
  return model;
}

}  // namespace shohin
