// Reads the one node of our graphs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fault/fault.h"
#include "model/tree_attributes.h"

namespace shohin {

struct NodeAttributes {
  TreeAttributes trees;
  std::vector<std::string> class_labels;
};

// Reads a NodeProto. Fails with kTruncated, kBadSyntax, kTooLarge (more values than a file of the allowed
// size can mean) or kUnsupportedModel (other inputs, outputs, attributes, modes; `field` is the attribute).
Result<NodeAttributes> read_node(std::span<const std::uint8_t> bytes);

}  // namespace shohin
