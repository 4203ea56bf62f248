#include "model/onnx_node_writer.h"

#include "model/onnx_shape.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

ProtobufWriter attribute(std::string_view name, std::uint32_t type) {
  ProtobufWriter out;
  out.text(attribute_field::kName, name);
  out.integer(attribute_field::kType, type);
  return out;
}

}  // namespace

NodeWriter::NodeWriter(std::string_view op, std::initializer_list<std::string_view> inputs,
                       std::initializer_list<std::string_view> outputs, std::string_view name) {
  const std::size_t dot = op.rfind('.');
  for (const std::string_view input : inputs) node_.text(node_field::kInput, input);
  for (const std::string_view output : outputs) node_.text(node_field::kOutput, output);
  if (!name.empty()) node_.text(node_field::kName, name);
  node_.text(node_field::kOperator, op.substr(dot + 1));  // npos + 1 is 0
  if (dot != std::string_view::npos) node_.text(node_field::kDomain, op.substr(0, dot));
}

void NodeWriter::integer(std::string_view name, std::uint64_t value) {
  ProtobufWriter out = attribute(name, attribute_type::kInteger);
  out.integer(attribute_field::kInteger, value);
  node_.message(node_field::kAttribute, out);
}

void NodeWriter::real(std::string_view name, float value) {
  ProtobufWriter out = attribute(name, attribute_type::kFloat);
  out.real(attribute_field::kFloat, value);
  node_.message(node_field::kAttribute, out);
}

void NodeWriter::text(std::string_view name, std::string_view value) {
  ProtobufWriter out = attribute(name, attribute_type::kText);
  out.text(attribute_field::kText, value);
  node_.message(node_field::kAttribute, out);
}

void NodeWriter::integers(std::string_view name, std::span<const std::uint32_t> values) {
  ProtobufWriter out = attribute(name, attribute_type::kIntegers);
  out.integers(attribute_field::kIntegers, values);
  node_.message(node_field::kAttribute, out);
}

void NodeWriter::reals(std::string_view name, std::span<const float> values) {
  ProtobufWriter out = attribute(name, attribute_type::kFloats);
  out.floats(attribute_field::kFloats, values);
  node_.message(node_field::kAttribute, out);
}

void NodeWriter::texts(std::string_view name, std::span<const std::string_view> values) {
  ProtobufWriter out = attribute(name, attribute_type::kTexts);
  for (const std::string_view value : values) out.text(attribute_field::kTexts, value);
  node_.message(node_field::kAttribute, out);
}

}  // namespace shohin
