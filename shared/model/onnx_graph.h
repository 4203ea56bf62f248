// An ONNX file taken apart. All parts borrow from the file's bytes, which must outlive them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fault/fault.h"

namespace shohin {

// An attribute as it stands in the file: its bytes are walked again for the values.
struct OnnxAttribute {
  std::string_view name;
  std::span<const std::uint8_t> bytes;  // AttributeProto
};

struct OnnxNode {
  std::string_view op, domain;
  std::vector<std::string_view> inputs, outputs;
  std::vector<OnnxAttribute> attributes;  // no name twice

  [[nodiscard]] std::string full_name() const;  // "ai.onnx.ml.Scaler", "Pow"
};

// What a tensor's description says; sizes 0 where they are open.
struct OnnxValue {
  std::string_view name;
  std::uint64_t element = 0;
  std::vector<std::uint64_t> sizes;
};

struct OnnxFile {
  std::uint64_t ir_version = 0, opset = 0, ml_opset = 0;
  bool has_graph = false;
  std::string_view producer, producer_version;
  std::vector<std::pair<std::string_view, std::string_view>> metadata;  // "shohin.*" only, no key twice
  std::vector<OnnxNode> nodes;
  std::vector<OnnxValue> inputs, outputs;
  std::vector<std::span<const std::uint8_t>> initializers;  // TensorProto

  [[nodiscard]] std::optional<std::string_view> entry(std::string_view key) const;
};

// Walks the file once. `operators`: the full names that the caller knows; the first other one is refused as
// kUnsupportedOperator before anything else, for it says what kind of model this is. Fails also with
// kTooLarge or kTruncated (no bytes), kBadSyntax, kTruncated, or kUnsupportedModel (functions, training,
// sparse initializers, two graphs, more of anything than a model for tables has).
Result<OnnxFile> open_onnx(std::span<const std::uint8_t> bytes, std::span<const std::string_view> operators);

// Follows a graph from its outputs to its inputs, each node once.
class NodeWalk {
 public:
  explicit NodeWalk(const std::vector<OnnxNode>& nodes) : nodes_(nodes), taken_(nodes.size(), 0) {}

  // The node that makes the tensor, if its operator is `full_name` and it was not taken before.
  const OnnxNode* take(std::string_view tensor, std::string_view full_name);
  // The first node that nobody took; null when all were.
  [[nodiscard]] const OnnxNode* left_over() const;

 private:
  const std::vector<OnnxNode>& nodes_;
  std::vector<std::uint8_t> taken_;
};

}  // namespace shohin
