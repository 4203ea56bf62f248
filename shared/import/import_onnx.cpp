#include "import/import_onnx.h"

#include <algorithm>
#include <string>

#include "contract/limits.h"
#include "digest/sha256.h"
#include "import/foreign_contract.h"
#include "import/foreign_graph.h"
#include "model/check_inputs.h"
#include "model/onnx_attributes.h"
#include "model/onnx_pipeline.h"
#include "model/onnx_shape.h"
#include "model/unsupported_model.h"
#include "text/utf8.h"

namespace shohin {
namespace {

using namespace onnx;  // NOLINT: this file is about nothing else

// Names the operator whose attribute cannot be taken: "ai.onnx.ml.LinearClassifier.post_transform".
tl::unexpected<Faults> refuse(const OnnxNode& node, const Faults& faults) {
  Faults out;
  for (Fault fault : faults.list()) {
    if (fault.code == FaultCode::kUnsupportedModel) fault.field = node.full_name() + "." + fault.field;
    out.add(std::move(fault));
  }
  return fail(std::move(out));
}

// What a classifier says, before it is known what it is about.
struct Classifier {
  TreeAttributes trees;
  LinearModel linear;
  Transform transform = Transform::kNone;  // of the linear one
  std::vector<std::string> labels;
};

std::vector<std::string> read_labels(AttributeReader& reader, std::string_view whole_numbers) {
  std::vector<std::string> labels;
  for (const std::string_view label : reader.texts("classlabels_strings")) {
    if (!is_utf8(label)) reader.refuse(FaultCode::kBadUtf8, "classlabels_strings");
    labels.emplace_back(label);
  }
  const std::vector<std::int64_t> numbers = reader.signed_integers(whole_numbers);
  if (!numbers.empty() && !labels.empty()) reader.refuse(FaultCode::kUnsupportedModel, whole_numbers);
  for (const std::int64_t number : numbers) labels.push_back(std::to_string(number));
  if (labels.size() > Limits::kClasses)
    reader.refuse(FaultCode::kTooLarge, whole_numbers, std::to_string(labels.size()));
  return labels;
}

Transform read_linear_transform(AttributeReader& reader) {
  const std::string_view text = reader.text("post_transform").value_or(kNoTransform);
  if (text == kSoftmax) return Transform::kSoftmax;
  if (text == kLogistic) return Transform::kLogistic;
  reader.refuse(FaultCode::kUnsupportedModel, "post_transform", text.substr(0, Limits::kNameBytes));
  return Transform::kNone;
}

Result<Classifier> read_classifier(const ForeignGraph& graph) {
  Classifier out;
  AttributeReader reader(*graph.classifier);
  if (graph.has_trees) {
    out.labels = read_labels(reader, "classlabels_int64s");
    out.trees = read_tree_attributes(reader);
  } else {
    out.labels = read_labels(reader, "classlabels_ints");
    out.transform = read_linear_transform(reader);
    reader.ignore("multi_class");
    out.linear.weights = reader.reals("coefficients");
    out.linear.intercepts = reader.reals("intercepts");
  }
  if (auto done = reader.finish(); !done) return refuse(*graph.classifier, done.error());
  return out;
}

// Two classes with a logistic link are softmax over 0 and the second sum, if the first is its opposite.
bool make_softmax(LinearModel& linear) {
  const std::size_t inputs = linear.input_count;
  if (linear.weights.size() != 2 * inputs || linear.intercepts.size() != 2) return false;
  for (std::size_t i = 0; i < inputs; ++i)
    if (linear.weights[i] != -linear.weights[inputs + i]) return false;
  if (linear.intercepts[0] != -linear.intercepts[1]) return false;
  std::fill_n(linear.weights.begin(), inputs, 0.0F);
  linear.intercepts[0] = 0;
  return true;
}

Result<void> set_linear(Classifier& read, Model& model) {
  LinearModel& linear = read.linear;
  linear.class_count = model.class_count();
  linear.input_count = model.pipeline.input_count(model.feature_count());
  if (linear.intercepts.empty()) linear.intercepts.assign(linear.class_count, 0.0F);
  if (read.transform == Transform::kLogistic && !make_softmax(linear))
    return fail(unsupported_model("post_transform", kLogistic));
  if (auto fault = linear_fault(linear, model.pipeline, model.contract)) return fail(std::move(*fault));
  model.predictor = std::move(linear);
  return {};
}

// Some converters write sums that nothing makes probabilities of: the trees are sound, what they add up to is
// no share.
bool are_bare_sums(const TreeAttributes& trees, const Fault& fault) {
  return trees.transform == Transform::kNone && fault.code == FaultCode::kBadTree &&
         (fault.field == "leaves" || fault.field == "class_weights");
}

Result<void> set_trees(const Classifier& read, Model& model) {
  auto trees =
      tree_ensemble(read.trees, model.class_count(), model.pipeline.input_count(model.feature_count()));
  if (!trees && are_bare_sums(read.trees, trees.error().first()))
    return fail(unsupported_model("post_transform", kNoTransform));
  if (!trees) return fail(trees.error());
  model.predictor = std::move(*trees);
  return {};
}

// A graph of trees that sends what is missing somewhere of its own has learned from rows with gaps.
void allow_missing(const TreeAttributes& trees, Contract& contract) {
  const auto& tracks = trees.missing_is_true;
  if (std::all_of(tracks.begin(), tracks.end(), [](std::uint32_t one) { return one == 0; })) return;
  for (Feature& feature : contract.features) feature.required = false;
}

Result<Contract> contract_of(const ForeignGraph& graph, const Classifier& read,
                             const std::optional<Contract>& given) {
  const ForeignNames names{.feature_count = graph.feature_count, .classes = read.labels};
  if (given) {
    if (auto done = check_given(*given, names); !done) return fail(done.error());
    return *given;
  }
  Result<Contract> made = made_contract_of(names);
  if (made) allow_missing(read.trees, *made);
  return made;
}

std::string named(std::string_view text) {
  const bool fits = text.size() <= Limits::kNameBytes && is_utf8(text) && !has_control_characters(text);
  return fits ? std::string(text) : std::string();
}

Json record_of(const OnnxFile& file, std::span<const std::uint8_t> bytes) {
  return JsonObject{{"schema", "shohin.record/1"},
                    {"learner", "imported"},
                    {"producer", named(file.producer)},
                    {"producer_version", named(file.producer_version)},
                    {"source_sha256", sha256_hex(bytes)}};
}

}  // namespace

Result<Model> import_onnx(std::span<const std::uint8_t> bytes, const std::optional<Contract>& contract) {
  const Result<OnnxFile> file = open_onnx(bytes, foreign_operators());
  if (!file) return fail(file.error());
  NodeWalk walk(file->nodes);
  const Result<ForeignGraph> graph = read_foreign_graph(*file, walk);
  if (!graph) return fail(graph.error());
  Result<Classifier> read = read_classifier(*graph);
  if (!read) return fail(read.error());
  Result<Contract> fitting = contract_of(*graph, *read, contract);
  if (!fitting) return fail(fitting.error());
  Model model{.contract = std::move(*fitting)};
  auto pipeline = read_pipeline(walk, {.features = graph->features, .inputs = graph->classifier->inputs[0]},
                                model.contract);
  if (!pipeline) return fail(pipeline.error());
  model.pipeline = std::move(*pipeline);
  if (const OnnxNode* other = walk.left_over())
    return fail(
        Fault{.code = FaultCode::kUnsupportedOperator, .field = "node.op_type", .value = other->full_name()});
  auto done = graph->has_trees ? set_trees(*read, model) : set_linear(*read, model);
  if (!done) return refuse(*graph->classifier, done.error());
  model.record = record_of(*file, bytes);
  return model;
}

}  // namespace shohin
