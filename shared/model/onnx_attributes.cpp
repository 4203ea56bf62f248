#include "model/onnx_attributes.h"

#include <algorithm>

#include "contract/limits.h"
#include "model/onnx_shape.h"
#include "model/protobuf_reader.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

// A value takes at least one byte of the file; those of which there may be millions take 7 and more.
constexpr std::size_t kMostValues = Limits::kOnnxBytes / 7;

// What an attribute may hold beside its name: values, not tensors, graphs or references.
bool is_plain(std::uint32_t field) {
  switch (field) {
    case attribute_field::kName:
    case attribute_field::kFloat:
    case attribute_field::kInteger:
    case attribute_field::kText:
    case attribute_field::kFloats:
    case attribute_field::kIntegers:
    case attribute_field::kTexts:
    case attribute_field::kDoc:
    case attribute_field::kType:
      return true;
    default:
      return false;
  }
}

}  // namespace

void AttributeReader::refuse(FaultCode code, std::string_view name, std::string_view value) {
  if (!fault_) fault_ = Fault{.code = code, .field = std::string(name), .value = std::string(value)};
}

const OnnxAttribute* AttributeReader::find(std::string_view name) {
  for (std::size_t i = 0; i < node_.attributes.size(); ++i)
    if (node_.attributes[i].name == name) {
      asked_[i] = 1;
      return &node_.attributes[i];
    }
  return nullptr;
}

// Calls `add` with every field of that number; it says whether the field would do.
template <class Add>
void AttributeReader::each_value(std::string_view name, std::uint32_t number, const Add& add) {
  const OnnxAttribute* const attribute = find(name);
  if (attribute == nullptr || fault_) return;
  ProtobufReader reader(attribute->bytes);
  while (const auto field = reader.next()) {
    if (!is_plain(field->number))
      return refuse(FaultCode::kUnsupportedModel, name, std::to_string(field->number));
    if (field->number == number && !add(*field)) return refuse(FaultCode::kBadSyntax, name);
  }
}

std::vector<std::uint32_t> AttributeReader::integers(std::string_view name) {
  std::vector<std::uint32_t> out;
  each_value(name, attribute_field::kIntegers,
             [&](const ProtobufField& field) { return add_integers(field, kMostValues, out); });
  return out;
}

std::vector<std::int64_t> AttributeReader::signed_integers(std::string_view name) {
  std::vector<std::int64_t> out;
  each_value(name, attribute_field::kIntegers,
             [&](const ProtobufField& field) { return add_signed_integers(field, kMostValues, out); });
  return out;
}

std::vector<float> AttributeReader::reals(std::string_view name) {
  std::vector<float> out;
  each_value(name, attribute_field::kFloats,
             [&](const ProtobufField& field) { return add_floats(field, kMostValues, out); });
  return out;
}

std::vector<std::string_view> AttributeReader::texts(std::string_view name) {
  std::vector<std::string_view> out;
  each_value(name, attribute_field::kTexts, [&](const ProtobufField& field) {
    out.push_back(field.text());
    return out.size() <= kMostValues && field.type == WireType::kLengthDelimited;
  });
  return out;
}

std::optional<std::uint64_t> AttributeReader::integer(std::string_view name) {
  std::optional<std::uint64_t> out;
  each_value(name, attribute_field::kInteger, [&](const ProtobufField& field) {
    out = field.integer;
    return field.type == WireType::kVarint;
  });
  return out;
}

std::optional<float> AttributeReader::real(std::string_view name) {
  std::optional<float> out;
  each_value(name, attribute_field::kFloat, [&](const ProtobufField& field) {
    out = field.real();
    return field.type == WireType::kFixed32;
  });
  return out;
}

std::optional<std::string_view> AttributeReader::text(std::string_view name) {
  std::optional<std::string_view> out;
  each_value(name, attribute_field::kText, [&](const ProtobufField& field) {
    out = field.text();
    return field.type == WireType::kLengthDelimited;
  });
  return out;
}

Result<void> AttributeReader::finish() {
  const auto other = std::find(asked_.begin(), asked_.end(), 0);
  if (other != asked_.end())
    refuse(FaultCode::kUnsupportedModel,
           node_.attributes[static_cast<std::size_t>(other - asked_.begin())].name);
  if (fault_) return fail(*fault_);
  return {};
}

namespace {

std::vector<NodeMode> read_modes(AttributeReader& reader) {
  std::vector<NodeMode> modes;
  for (const std::string_view text : reader.texts("nodes_modes")) {
    const auto known = std::find(kModeNames.begin(), kModeNames.end(), text);
    if (known == kModeNames.end()) {
      reader.refuse(FaultCode::kUnsupportedModel, "nodes_modes", text.substr(0, Limits::kNameBytes));
      break;
    }
    modes.push_back(static_cast<NodeMode>(known - kModeNames.begin()));
  }
  return modes;
}

Transform read_transform(AttributeReader& reader) {
  const std::string_view text = reader.text("post_transform").value_or(kNoTransform);
  if (text == kSoftmax) return Transform::kSoftmax;
  if (text == kLogistic) return Transform::kLogistic;
  if (text != kNoTransform)
    reader.refuse(FaultCode::kUnsupportedModel, "post_transform", text.substr(0, Limits::kNameBytes));
  return Transform::kNone;
}

}  // namespace

TreeAttributes read_tree_attributes(AttributeReader& reader) {
  TreeAttributes out;
  out.tree_ids = reader.integers("nodes_treeids");
  out.node_ids = reader.integers("nodes_nodeids");
  out.modes = read_modes(reader);
  out.feature_ids = reader.integers("nodes_featureids");
  out.values = reader.reals("nodes_values");
  out.missing_is_true = reader.integers("nodes_missing_value_tracks_true");
  out.true_ids = reader.integers("nodes_truenodeids");
  out.false_ids = reader.integers("nodes_falsenodeids");
  out.hits = reader.reals("nodes_hitrates");
  out.class_tree_ids = reader.integers("class_treeids");
  out.class_node_ids = reader.integers("class_nodeids");
  out.class_ids = reader.integers("class_ids");
  out.class_weights = reader.reals("class_weights");
  out.base_values = reader.reals("base_values");
  out.transform = read_transform(reader);
  return out;
}

}  // namespace shohin
