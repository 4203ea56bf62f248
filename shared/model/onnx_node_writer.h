// Writes one node of a graph: its operator, the tensors that it joins, its attributes in the order given.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "model/protobuf_writer.h"

namespace shohin {

class NodeWriter {
 public:
  // `op` is a full name of onnx_shape.h; the node's own name may be left out.
  NodeWriter(std::string_view op, std::initializer_list<std::string_view> inputs,
             std::initializer_list<std::string_view> outputs, std::string_view name = {});

  void integer(std::string_view name, std::uint64_t value);
  void real(std::string_view name, float value);
  void text(std::string_view name, std::string_view value);
  void integers(std::string_view name, std::span<const std::uint32_t> values);
  void reals(std::string_view name, std::span<const float> values);
  void texts(std::string_view name, std::span<const std::string_view> values);

  // A NodeProto.
  [[nodiscard]] const ProtobufWriter& message() const { return node_; }

 private:
  ProtobufWriter node_;
};

}  // namespace shohin
