// The numbers and names of ONNX (onnx.proto, release 1.15) that our model files use.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace shohin::onnx {

inline constexpr std::uint32_t kIrVersion = 8, kNewestIrVersion = 13;
inline constexpr std::uint32_t kOpset = 17, kMlOpset = 1, kNewestMlOpset = 4;

inline constexpr std::string_view kDomain = "ai.onnx", kMlDomain = "ai.onnx.ml";
// The operators of our graphs by their full names; those of the domain ai.onnx go without it.
namespace op {
inline constexpr std::string_view kTrees = "ai.onnx.ml.TreeEnsembleClassifier",
                                  kLinear = "ai.onnx.ml.LinearClassifier", kScaler = "ai.onnx.ml.Scaler",
                                  kImputer = "ai.onnx.ml.Imputer", kNormalizer = "ai.onnx.ml.Normalizer",
                                  kConstant = "Constant", kGather = "Gather", kEqual = "Equal",
                                  kCast = "Cast", kConcat = "Concat", kPower = "Pow";
}
// The tensors of our graphs: what goes in and out, and what lies between.
inline constexpr std::string_view kInput = "features", kLabel = "label", kProbabilities = "probabilities",
                                  kInputs = "inputs", kScores = "scores";
// In the order of NodeMode.
inline constexpr std::array<std::string_view, 7> kModeNames = {
    "BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ", "LEAF"};
inline constexpr std::string_view kNoTransform = "NONE", kSoftmax = "SOFTMAX", kLogistic = "LOGISTIC";
inline constexpr std::string_view kOurKeys = "shohin.", kContractKey = "shohin.contract",
                                  kRecordKey = "shohin.record", kCalibrationKey = "shohin.calibration",
                                  kBaselineKey = "shohin.baseline", kCardKey = "shohin.card";

namespace model_field {
inline constexpr std::uint32_t kIrVersion = 1, kProducer = 2, kProducerVersion = 3, kGraph = 7, kOpsets = 8,
                               kMetadata = 14, kTraining = 20, kFunctions = 25;
}
namespace opset_field {
inline constexpr std::uint32_t kDomain = 1, kVersion = 2;
}
namespace entry_field {
inline constexpr std::uint32_t kKey = 1, kValue = 2;
}
namespace graph_field {
inline constexpr std::uint32_t kNode = 1, kName = 2, kInitializer = 5, kInput = 11, kOutput = 12,
                               kSparseInitializer = 15;
}
namespace node_field {
inline constexpr std::uint32_t kInput = 1, kOutput = 2, kName = 3, kOperator = 4, kAttribute = 5, kDomain = 7;
}
namespace attribute_field {
inline constexpr std::uint32_t kName = 1, kFloat = 2, kInteger = 3, kText = 4, kFloats = 7, kIntegers = 8,
                               kTexts = 9, kDoc = 13, kType = 20;
}
namespace attribute_type {
inline constexpr std::uint32_t kFloat = 1, kInteger = 2, kText = 3, kFloats = 6, kIntegers = 7, kTexts = 8;
}
// ValueInfoProto > TypeProto > Tensor > TensorShapeProto > Dimension
namespace value_field {
inline constexpr std::uint32_t kName = 1, kType = 2, kTensor = 1, kElement = 1, kShape = 2, kDimension = 1,
                               kSize = 1, kSymbol = 2;
}
namespace element_type {
inline constexpr std::uint32_t kFloat = 1, kInteger64 = 7, kText = 8, kDouble = 11;
}

}  // namespace shohin::onnx
