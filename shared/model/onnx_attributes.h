// The values of a node's attributes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fault/fault.h"
#include "model/onnx_graph.h"
#include "model/tree_attributes.h"

namespace shohin {

// Asks a node for its attributes one by one; what it says is refused unless somebody asked. What is not there
// is empty. The node must outlive this.
class AttributeReader {
 public:
  explicit AttributeReader(const OnnxNode& node) : node_(node), asked_(node.attributes.size(), 0) {}

  std::vector<std::uint32_t> integers(std::string_view name);  // 0..2^32-1
  std::vector<std::int64_t> signed_integers(std::string_view name);
  std::vector<float> reals(std::string_view name);
  std::vector<std::string_view> texts(std::string_view name);
  std::optional<std::uint64_t> integer(std::string_view name);
  std::optional<float> real(std::string_view name);
  std::optional<std::string_view> text(std::string_view name);

  // Passes over an attribute that says nothing about what is computed.
  void ignore(std::string_view name) { find(name); }
  // Keeps the first fault.
  void refuse(FaultCode code, std::string_view name, std::string_view value = {});
  // The first fault: kTruncated, kBadSyntax (a value of another type than asked for), kTooLarge (more values
  // than a file of the allowed size can mean), or kUnsupportedModel for an attribute that nobody asked for or
  // that holds a tensor, a graph or a reference; `field` is the attribute.
  Result<void> finish();

 private:
  const OnnxAttribute* find(std::string_view name);
  template <class Add>
  void each_value(std::string_view name, std::uint32_t number, const Add& add);

  const OnnxNode& node_;
  std::vector<std::uint8_t> asked_;
  std::optional<Fault> fault_;
};

// The lists, link and base values of a TreeEnsembleClassifier; class labels are left to the caller.
TreeAttributes read_tree_attributes(AttributeReader& reader);

}  // namespace shohin
