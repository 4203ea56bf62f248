// open_onnx(): everything that could change what the model computes is kept or refused; what cannot (names of
// nodes, doc strings, shapes between nodes) is passed over.
#include "model/onnx_graph.h"

#include <algorithm>

#include "contract/limits.h"
#include "model/onnx_shape.h"
#include "model/protobuf_reader.h"
#include "model/unsupported_model.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

// No graph of a model for tables has more nodes, values or initializers, no node more names or attributes.
constexpr std::size_t kMostParts = 64;

using MaybeFaults = std::optional<Faults>;

// Calls `take` with every field of the bytes; stops at the first fault.
template <class Take>
MaybeFaults each_field(std::span<const std::uint8_t> bytes, std::string_view where, const Take& take) {
  ProtobufReader reader(bytes);
  while (const auto field = reader.next())
    if (MaybeFaults faults = take(*field)) return faults;
  if (const auto fault = reader.fault()) return Fault{.code = *fault, .field = std::string(where)};
  return std::nullopt;
}

template <class T>
MaybeFaults keep(std::vector<T>& list, T one, std::string_view where) {
  if (list.size() >= kMostParts) return unsupported_model(where, std::to_string(list.size() + 1));
  list.push_back(std::move(one));
  return std::nullopt;
}

MaybeFaults read_opset(const ProtobufField& set, OnnxFile& file) {
  std::string_view domain;
  std::uint64_t version = 0;
  auto faults = each_field(set.bytes, "opset_import", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == opset_field::kDomain) domain = field.text();
    if (field.number == opset_field::kVersion) version = field.integer;
    return std::nullopt;
  });
  if (domain.empty() || domain == kDomain) file.opset = version;
  if (domain == kMlDomain) file.ml_opset = version;
  return faults;
}

MaybeFaults read_metadata(const ProtobufField& entry, OnnxFile& file) {
  std::string_view key, value;
  auto faults = each_field(entry.bytes, "metadata_props", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == entry_field::kKey) key = field.text();
    if (field.number == entry_field::kValue) value = field.text();
    return std::nullopt;
  });
  if (faults || !key.starts_with(kOurKeys)) return faults;
  if (file.entry(key)) return unsupported_model(key);
  return keep(file.metadata, {key, value}, "metadata_props");
}

MaybeFaults read_dimension(const ProtobufField& dimension, OnnxValue& value) {
  std::uint64_t size = 0;
  auto faults = each_field(dimension.bytes, "dim", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == value_field::kSize) size = field.integer;
    return std::nullopt;
  });
  if (value.sizes.size() > 2) return unsupported_model(value.name);
  value.sizes.push_back(size);
  return faults;
}

// TypeProto, its Tensor, and that one's shape; each within the other.
MaybeFaults read_type(const ProtobufField& type, OnnxValue& value) {
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

MaybeFaults read_value(const ProtobufField& info, std::vector<OnnxValue>& values) {
  OnnxValue value;
  auto faults = each_field(info.bytes, "value_info", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == value_field::kName) value.name = field.text();
    return field.number == value_field::kType ? read_type(field, value) : std::nullopt;
  });
  if (faults) return faults;
  return keep(values, std::move(value), "graph.input and output");
}

MaybeFaults read_attribute(const ProtobufField& message, OnnxNode& node) {
  OnnxAttribute out{.name = {}, .bytes = message.bytes};
  auto faults = each_field(message.bytes, "attribute", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == attribute_field::kName) out.name = field.text();
    return std::nullopt;
  });
  if (faults) return faults;
  const auto same = [&out](const OnnxAttribute& other) { return other.name == out.name; };
  if (std::any_of(node.attributes.begin(), node.attributes.end(), same)) return unsupported_model(out.name);
  return keep(node.attributes, out, "node.attribute");
}

std::string names_of(std::span<const std::string_view> operators) {
  std::string out;
  for (const std::string_view name : operators) out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

MaybeFaults read_node(const ProtobufField& message, std::span<const std::string_view> operators,
                      OnnxFile& file) {
  OnnxNode node;
  auto faults = each_field(message.bytes, "node", [&](const ProtobufField& field) -> MaybeFaults {
    if (field.number == node_field::kOperator) node.op = field.text();
    if (field.number == node_field::kDomain) node.domain = field.text();
    if (field.number == node_field::kInput) return keep(node.inputs, field.text(), "node.input");
    if (field.number == node_field::kOutput) return keep(node.outputs, field.text(), "node.output");
    if (field.number == node_field::kAttribute) return read_attribute(field, node);
    return std::nullopt;
  });
  const std::string name = node.full_name();
  if (std::find(operators.begin(), operators.end(), name) == operators.end() && !(faults && node.op.empty()))
    return Fault{.code = FaultCode::kUnsupportedOperator,
                 .field = "node.op_type",
                 .value = name.substr(0, Limits::kNameBytes),
                 .expected = names_of(operators)};
  if (faults) return faults;
  return keep(file.nodes, std::move(node), "graph.node");
}

MaybeFaults read_graph(const ProtobufField& graph, std::span<const std::string_view> operators,
                       OnnxFile& file) {
  if (file.has_graph || graph.type != WireType::kLengthDelimited) return unsupported_model("graph");
  file.has_graph = true;
  return each_field(graph.bytes, "graph", [&](const ProtobufField& field) -> MaybeFaults {
    switch (field.number) {
      case graph_field::kNode:
        return read_node(field, operators, file);
      case graph_field::kInput:
        return read_value(field, file.inputs);
      case graph_field::kOutput:
        return read_value(field, file.outputs);
      case graph_field::kInitializer:
        return keep(file.initializers, field.bytes, "graph.initializer");
      case graph_field::kSparseInitializer:
        return unsupported_model("graph.sparse_initializer");
      default:
        return std::nullopt;
    }
  });
}

MaybeFaults read_file(std::span<const std::uint8_t> bytes, std::span<const std::string_view> operators,
                      OnnxFile& file) {
  return each_field(bytes, "model", [&](const ProtobufField& field) -> MaybeFaults {
    switch (field.number) {
      case model_field::kIrVersion:
        file.ir_version = field.integer;
        return std::nullopt;
      case model_field::kProducer:
        file.producer = field.text();
        return std::nullopt;
      case model_field::kProducerVersion:
        file.producer_version = field.text();
        return std::nullopt;
      case model_field::kOpsets:
        return read_opset(field, file);
      case model_field::kMetadata:
        return read_metadata(field, file);
      case model_field::kTraining:
        return unsupported_model("training_info");
      case model_field::kFunctions:
        return unsupported_model("functions");
      case model_field::kGraph:
        return read_graph(field, operators, file);
      default:
        return std::nullopt;
    }
  });
}

}  // namespace

std::string OnnxNode::full_name() const {
  std::string full;
  if (!domain.empty() && domain != kDomain) full.append(domain).append(".");
  return full.append(op);
}

std::optional<std::string_view> OnnxFile::entry(std::string_view key) const {
  const auto found =
      std::find_if(metadata.begin(), metadata.end(), [key](const auto& one) { return one.first == key; });
  if (found == metadata.end()) return std::nullopt;
  return found->second;
}

Result<OnnxFile> open_onnx(std::span<const std::uint8_t> bytes, std::span<const std::string_view> operators) {
  if (bytes.empty()) return fail(Fault{.code = FaultCode::kTruncated, .field = "model"});
  if (bytes.size() > Limits::kOnnxBytes)
    return fail(Fault{.code = FaultCode::kTooLarge,
                      .field = "model",
                      .value = std::to_string(bytes.size()),
                      .expected = std::to_string(Limits::kOnnxBytes)});
  OnnxFile file;
  if (auto faults = read_file(bytes, operators, file)) return fail(std::move(*faults));
  return file;
}

const OnnxNode* NodeWalk::take(std::string_view tensor, std::string_view full_name) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& made = nodes_[i].outputs;
    if (std::find(made.begin(), made.end(), tensor) == made.end()) continue;
    if (taken_[i] != 0 || nodes_[i].full_name() != full_name) return nullptr;
    taken_[i] = 1;
    return &nodes_[i];
  }
  return nullptr;
}

const OnnxNode* NodeWalk::left_over() const {
  const auto first = std::find(taken_.begin(), taken_.end(), 0);
  return first == taken_.end() ? nullptr : &nodes_[static_cast<std::size_t>(first - taken_.begin())];
}

}  // namespace shohin
