// Models that were made elsewhere: scikit-learn through skl2onnx, XGBoost and LightGBM through onnxmltools.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "contract/contract.h"
#include "fault/fault.h"
#include "model/model.h"

namespace shohin {

// Reads an ONNX graph with one TreeEnsembleClassifier or LinearClassifier over one float32 input [N, F], with
// what the converters put around it: Imputer and Scaler before; Normalizer, Cast, Identity, Mul by one and
// ZipMap behind. Branches of every mode become ours (docs/model-file.md says how). The model answers as ONNX
// Runtime does within 1e-6 and write_onnx makes a file of ours of it.
//
// The contract must have as many features as the graph and its classes in the graph's order; whole numbers as
// labels fit any names. Without one, features f0, f1 ... are numbers of unknown range, optional where the
// graph says which way a missing value goes, and the classes are named by the labels.
//
// Hostile bytes are safe. Fails with kUnsupportedOperator (`value` is its name), kUnsupportedModel (`field`
// is the place; of an attribute with its operator's name), kBadTree, kForeignContract, kTooLarge, kTruncated,
// kBadSyntax, or the faults of a contract that cannot be.
Result<Model> import_onnx(std::span<const std::uint8_t> bytes, const std::optional<Contract>& contract);

}  // namespace shohin
