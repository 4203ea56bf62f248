#include "model/onnx_attributes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "contract/limits.h"
#include "model/onnx_shape.h"
#include "model/protobuf_reader.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

// A node takes at least 15 bytes of the file, a weight 7.
constexpr std::size_t kMostValues = Limits::kOnnxBytes / 7;

tl::unexpected<Faults> fault(FaultCode code, std::string_view field, std::string_view value = {}) {
  return fail(Fault{.code = code, .field = std::string(field), .value = std::string(value)});
}

tl::unexpected<Faults> unsupported(std::string_view field, std::string_view value = {}) {
  return fault(FaultCode::kUnsupportedModel, field, value);
}

// An attribute as it stands in the file: its name and its bytes, walked again for the values.
struct Attribute {
  std::string_view name, text;
  std::span<const std::uint8_t> bytes;
};

Result<Attribute> read_attribute(const ProtobufField& message) {
  Attribute out{.name = {}, .text = {}, .bytes = message.bytes};
  ProtobufReader reader(message.bytes);
  std::optional<std::uint32_t> foreign;
  while (const auto field = reader.next()) {
    switch (field->number) {
      case attribute_field::kName:
        out.name = field->text();
        break;
      case attribute_field::kText:
        out.text = field->text();
        break;
      case attribute_field::kFloats:
      case attribute_field::kIntegers:
      case attribute_field::kTexts:
      case attribute_field::kDoc:
      case attribute_field::kType:
        break;
      default:
        foreign = field->number;
        break;  // a tensor, a graph, a reference
    }
  }
  if (reader.fault()) return fault(*reader.fault(), "attribute");
  if (foreign) return unsupported(out.name, std::to_string(*foreign));
  return out;
}

// Which list of TreeAttributes a name means.
struct IntegerList {
  std::string_view name;
  std::vector<std::uint32_t> TreeAttributes::*list;
};
constexpr std::array<IntegerList, 9> kIntegerLists = {{
    {"nodes_treeids", &TreeAttributes::tree_ids},
    {"nodes_nodeids", &TreeAttributes::node_ids},
    {"nodes_featureids", &TreeAttributes::feature_ids},
    {"nodes_truenodeids", &TreeAttributes::true_ids},
    {"nodes_falsenodeids", &TreeAttributes::false_ids},
    {"nodes_missing_value_tracks_true", &TreeAttributes::missing_is_true},
    {"class_treeids", &TreeAttributes::class_tree_ids},
    {"class_nodeids", &TreeAttributes::class_node_ids},
    {"class_ids", &TreeAttributes::class_ids},
}};
struct FloatList {
  std::string_view name;
  std::vector<float> TreeAttributes::*list;
};
constexpr std::array<FloatList, 3> kFloatLists = {{
    {"nodes_values", &TreeAttributes::values},
    {"nodes_hitrates", &TreeAttributes::hits},
    {"class_weights", &TreeAttributes::class_weights},
}};

// Adds the values of every field of that number; `add` says whether the field would do.
template <class Add>
Result<void> read_values(const Attribute& attribute, std::uint32_t number, const Add& add) {
  ProtobufReader reader(attribute.bytes);
  while (const auto field = reader.next())
    if (field->number == number && !add(*field)) return fault(FaultCode::kBadSyntax, attribute.name);
  return {};
}

Result<void> read_modes(const Attribute& attribute, std::vector<NodeMode>& modes) {
  std::string_view foreign;
  auto done = read_values(attribute, attribute_field::kTexts, [&](const ProtobufField& field) {
    const std::string_view mode = field.text();
    if (mode != kAtMost && mode != kEquals && mode != kDiffers && mode != kLeaf) foreign = mode;
    modes.push_back(mode == kAtMost    ? NodeMode::kAtMost
                    : mode == kEquals  ? NodeMode::kEquals
                    : mode == kDiffers ? NodeMode::kDiffers
                                       : NodeMode::kLeaf);
    return modes.size() <= kMostValues;
  });
  if (done && !foreign.empty()) return unsupported(attribute.name, foreign);
  return done;
}

Result<void> read_class_labels(const Attribute& attribute, std::vector<std::string>& labels) {
  return read_values(attribute, attribute_field::kTexts, [&](const ProtobufField& field) {
    labels.emplace_back(field.text());
    return labels.size() <= Limits::kClasses;
  });
}

Result<void> take_attribute(const Attribute& attribute, NodeAttributes& node) {
  for (const IntegerList& known : kIntegerLists) {
    auto& list = node.trees.*known.list;
    if (known.name == attribute.name)
      return read_values(attribute, attribute_field::kIntegers,
                         [&](const ProtobufField& field) { return add_integers(field, kMostValues, list); });
  }
  for (const FloatList& known : kFloatLists) {
    auto& list = node.trees.*known.list;
    if (known.name == attribute.name)
      return read_values(attribute, attribute_field::kFloats,
                         [&](const ProtobufField& field) { return add_floats(field, kMostValues, list); });
  }
  if (attribute.name == "nodes_modes") return read_modes(attribute, node.trees.modes);
  if (attribute.name == "classlabels_strings") return read_class_labels(attribute, node.class_labels);
  if (attribute.name == "post_transform" && attribute.text == "NONE") return {};
  return unsupported(attribute.name, attribute.text);
}

// The names of what goes in and out, in order.
struct NodeNames {
  std::vector<std::string_view> inputs, outputs, attributes;
};

Result<void> take_field(const ProtobufField& field, NodeNames& names, NodeAttributes& node) {
  if (field.number == node_field::kInput) names.inputs.push_back(field.text());
  if (field.number == node_field::kOutput) names.outputs.push_back(field.text());
  if (names.inputs.size() > 1 || names.outputs.size() > 2) return unsupported("node.input and output");
  if (field.number != node_field::kAttribute) return {};
  const Result<Attribute> attribute = read_attribute(field);
  if (!attribute) return fail(attribute.error());
  if (std::find(names.attributes.begin(), names.attributes.end(), attribute->name) != names.attributes.end())
    return unsupported(attribute->name);
  names.attributes.push_back(attribute->name);
  return take_attribute(*attribute, node);
}

}  // namespace

Result<NodeAttributes> read_node(std::span<const std::uint8_t> bytes) {
  NodeAttributes node;
  NodeNames names;
  ProtobufReader reader(bytes);
  while (const auto field = reader.next())
    if (auto done = take_field(*field, names, node); !done) return fail(done.error());
  if (reader.fault()) return fault(*reader.fault(), "node");
  if (names.inputs != std::vector<std::string_view>{kInput}) return unsupported("node.input");
  if (names.outputs != std::vector<std::string_view>{kLabel, kProbabilities})
    return unsupported("node.output");
  return node;
}

}  // namespace shohin
