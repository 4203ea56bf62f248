// The model file: ONNX with the contract and the record in its metadata (docs/model-file.md).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/model.h"

namespace shohin {

// The file's bytes; the same model gives the same bytes on every target.
std::vector<std::uint8_t> write_onnx(const Model& model);

// Reads a file that write_onnx (or another program, in the same shape) wrote. Hostile bytes are safe. Fails
// with kTooLarge, kTruncated, kBadSyntax, kUnsupportedOperator, kUnsupportedModel, kBadTree, or the faults of
// a contract that does not parse or does not fit the graph (kForeignContract).
Result<Model> read_onnx(std::span<const std::uint8_t> bytes);

// SHA-256 of the serialized graph followed by the canonical contract, as 64 hex digits: what the model
// computes, whatever its metrics or the engine's version say.
std::string model_digest(const Model& model);

}  // namespace shohin
