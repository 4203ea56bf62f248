#include "import/foreign_graph.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "model/onnx_attributes.h"
#include "model/onnx_shape.h"
#include "model/protobuf_reader.h"
#include "model/unsupported_model.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

constexpr std::string_view kZipMap = "ai.onnx.ml.ZipMap", kIdentity = "Identity", kMultiply = "Mul";
constexpr std::array<std::string_view, 9> kOperators = {op::kTrees,      op::kLinear, op::kScaler,
                                                        op::kImputer,    kZipMap,     kIdentity,
                                                        op::kNormalizer, op::kCast,   kMultiply};

namespace tensor_field {
constexpr std::uint32_t kType = 2, kFloats = 4, kName = 8, kRaw = 9;
}

tl::unexpected<Faults> refuse(const OnnxNode& node) {
  return fail(
      Fault{.code = FaultCode::kUnsupportedOperator, .field = "node.op_type", .value = node.full_name()});
}

// Whether a TensorProto is that one float, 1, under that name: LightGBM's converter multiplies by it.
bool is_one(std::span<const std::uint8_t> tensor, std::string_view wanted) {
  ProtobufReader reader(tensor);
  std::string_view name;
  std::vector<float> values;
  std::uint64_t type = 0;
  while (const auto field = reader.next()) {
    if (field->number == tensor_field::kName) name = field->text();
    if (field->number == tensor_field::kType) type = field->integer;
    if (field->number == tensor_field::kFloats || field->number == tensor_field::kRaw)
      if (!add_floats(*field, 1, values)) return false;
  }
  return !reader.fault() && name == wanted && type == element_type::kFloat && values == std::vector<float>{1};
}

bool casts_without_loss(const OnnxNode& node, bool label) {
  AttributeReader reader(node);
  const std::uint64_t to = reader.integer("to").value_or(0);
  reader.ignore("saturate");
  if (!reader.finish()) return false;
  if (label) return to == element_type::kInteger64 || to == element_type::kText;
  return to == element_type::kFloat || to == element_type::kDouble;
}

// Whether a node behind the classifier leaves labels or probabilities as they are.
bool changes_nothing(const OnnxFile& file, const OnnxNode& node, bool label) {
  const std::string name = node.full_name();
  if (name == kIdentity) return node.inputs.size() == 1 && node.attributes.empty();
  if (name == op::kCast) return node.inputs.size() == 1 && casts_without_loss(node, label);
  if (label) return false;
  if (name == kZipMap) return node.inputs.size() == 1;  // its keys are the classifier's labels
  if (name == op::kNormalizer) {
    AttributeReader reader(node);
    return node.inputs.size() == 1 && reader.text("norm") == "L1" && reader.finish();
  }
  return name == kMultiply && node.inputs.size() == 2 && node.attributes.empty() &&
         std::any_of(file.initializers.begin(), file.initializers.end(),
                     [&node](const auto& tensor) { return is_one(tensor, node.inputs[1]); });
}

const OnnxNode* maker_of(const OnnxFile& file, std::string_view tensor) {
  for (const OnnxNode& node : file.nodes)
    if (std::find(node.outputs.begin(), node.outputs.end(), tensor) != node.outputs.end()) return &node;
  return nullptr;
}

// Follows one output back to the classifier, output number `wanted` of it. Takes what lies between.
Result<void> follow(const OnnxFile& file, NodeWalk& walk, std::string_view tensor, std::size_t wanted,
                    const ForeignGraph& graph) {
  for (;;) {
    const OnnxNode* const node = maker_of(file, tensor);
    if (node == nullptr) return fail(unsupported_model("graph.output", tensor));
    if (node == graph.classifier)
      return node->outputs[wanted] == tensor ? Result<void>{}
                                             : fail(unsupported_model("graph.output", tensor));
    if (!changes_nothing(file, *node, wanted == 0)) return refuse(*node);
    if (walk.take(tensor, node->full_name()) == nullptr) return fail(unsupported_model("graph.node", tensor));
    tensor = node->inputs[0];
  }
}

Result<void> find_classifier(const OnnxFile& file, ForeignGraph& graph) {
  for (const OnnxNode& node : file.nodes) {
    const std::string name = node.full_name();
    if (name != op::kTrees && name != op::kLinear) continue;
    if (graph.classifier != nullptr) return fail(unsupported_model("graph.node", name));
    graph.classifier = &node;
    graph.has_trees = name == op::kTrees;
  }
  if (graph.classifier == nullptr)
    return fail(unsupported_model("graph.node", {}, "TreeEnsembleClassifier, LinearClassifier"));
  if (graph.classifier->inputs.size() != 1 || graph.classifier->outputs.size() != 2)
    return fail(unsupported_model("node.input and output"));
  return {};
}

}  // namespace

std::span<const std::string_view> foreign_operators() { return kOperators; }

Result<ForeignGraph> read_foreign_graph(const OnnxFile& file, NodeWalk& walk) {
  if (!file.has_graph) return fail(unsupported_model("graph"));
  if (file.ir_version < 3 || file.ir_version > kNewestIrVersion)
    return fail(unsupported_model("ir_version", std::to_string(file.ir_version), "3 to 13"));
  if (file.ml_opset < kMlOpset || file.ml_opset > kNewestMlOpset)
    return fail(unsupported_model("opset_import.ai.onnx.ml", std::to_string(file.ml_opset), "1 to 4"));
  ForeignGraph graph;
  if (auto done = find_classifier(file, graph); !done) return fail(done.error());
  if (file.inputs.size() != 1 || file.outputs.size() != 2)
    return fail(unsupported_model("graph.input and output"));
  const OnnxValue& input = file.inputs[0];
  if (input.element != element_type::kFloat || input.sizes.size() != 2)
    return fail(unsupported_model("graph.input", input.name, "float32 [N, F]"));
  graph.features = input.name;
  graph.feature_count = input.sizes[1];
  // Converters write the label first.
  for (const std::size_t wanted : {0U, 1U})
    if (auto done = follow(file, walk, file.outputs[wanted].name, wanted, graph); !done)
      return fail(done.error());
  walk.take(graph.classifier->outputs[0], graph.classifier->full_name());
  return graph;
}

}  // namespace shohin
