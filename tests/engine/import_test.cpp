// Proves that graphs as converters write them become models that answer as the operators are defined, and
// that what is not such a graph is refused by name.
#include <array>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>

#include "import/import_onnx.h"
#include "missing.h"
#include "model/onnx.h"
#include "model/onnx_node_writer.h"
#include "model/predict.h"
#include "model/protobuf_writer.h"

using shohin::FaultCode;
using shohin::NodeWriter;
using shohin::ProtobufWriter;
using Bytes = std::vector<std::uint8_t>;

namespace {

constexpr std::string_view kTrees = "ai.onnx.ml.TreeEnsembleClassifier";
constexpr std::string_view kLinear = "ai.onnx.ml.LinearClassifier";

ProtobufWriter value(std::string_view name, std::uint32_t element, std::uint32_t width) {
  ProtobufWriter rows, columns, shape, tensor, type, out;
  rows.text(2, "N");
  columns.integer(1, width);
  shape.message(1, rows);
  shape.message(1, columns);
  tensor.integer(1, element);
  tensor.message(2, shape);
  type.message(1, tensor);
  out.text(1, name);
  out.message(2, type);
  return out;
}

// A graph of two columns, `X`, whose last nodes make `label` and `probabilities`.
class Graph {
 public:
  Graph() { graph_.message(11, value("X", 1, 2)); }
  Graph& add(const NodeWriter& node) {
    graph_.message(1, node.message());
    return *this;
  }
  Graph& add_float(std::string_view name, float number) {
    ProtobufWriter tensor;
    tensor.integer(2, 1);
    tensor.floats(4, std::array{number});
    tensor.text(8, name);
    graph_.message(5, tensor);
    return *this;
  }
  Bytes file() {
    graph_.message(12, value("label", 7, 0));
    graph_.message(12, value("probabilities", 1, 2));
    ProtobufWriter out, opset;
    opset.text(1, "ai.onnx.ml");
    opset.integer(2, 1);
    out.integer(1, 8);
    out.text(2, "a converter");
    out.message(8, opset);
    out.message(7, graph_);
    return out.take();
  }

 private:
  ProtobufWriter graph_;
};

void add_labels(NodeWriter& node, std::string_view name, std::uint32_t classes) {
  std::vector<std::uint32_t> labels;
  for (std::uint32_t c = 0; c < classes; ++c) labels.push_back(c);
  node.integers(name, labels);
}

struct Stump {
  std::string_view mode = "BRANCH_LEQ", transform = "LOGISTIC";
  std::uint32_t tracks = 0;
  std::vector<float> base = {};
  float low = -1, high = 2;  // where the test holds, and where it does not
  float threshold = 3;
};

// One branch on the first column at 3.
NodeWriter stump(const Stump& made, std::string_view scores = "probabilities",
                 std::string_view label = "label") {
  NodeWriter node(kTrees, {"X"}, {label, scores});
  add_labels(node, "classlabels_int64s", 2);
  node.text("post_transform", made.transform);
  if (!made.base.empty()) node.reals("base_values", made.base);
  node.integers("nodes_treeids", std::array{0U, 0U, 0U});
  node.integers("nodes_nodeids", std::array{0U, 1U, 2U});
  node.texts("nodes_modes", std::array<std::string_view, 3>{made.mode, "LEAF", "LEAF"});
  node.integers("nodes_featureids", std::array{0U, 0U, 0U});
  node.reals("nodes_values", std::array{made.threshold, 0.0F, 0.0F});
  node.integers("nodes_missing_value_tracks_true", std::array{made.tracks, 0U, 0U});
  node.integers("nodes_truenodeids", std::array{1U, 0U, 0U});
  node.integers("nodes_falsenodeids", std::array{2U, 0U, 0U});
  node.integers("class_treeids", std::array{0U, 0U});
  node.integers("class_nodeids", std::array{1U, 2U});
  node.integers("class_ids", std::array{0U, 0U});
  node.reals("class_weights", std::array{made.low, made.high});
  return node;
}

NodeWriter linear(std::string_view transform, std::string_view input = "X",
                  std::vector<float> weights = {-0.5F, -0.25F, 0.5F, 0.25F}) {
  NodeWriter node(kLinear, {input}, {"label", "probabilities"});
  add_labels(node, "classlabels_ints", 2);
  node.text("post_transform", transform);
  node.integer("multi_class", 0);
  node.reals("coefficients", weights);
  node.reals("intercepts", std::array{-0.125F, 0.125F});
  return node;
}

shohin::Model imported(Graph graph) {
  const auto model = shohin::import_onnx(graph.file(), std::nullopt);
  if (!model) FAIL(model.error().first().field + " " + model.error().first().value);
  const auto again = shohin::read_onnx(shohin::write_onnx(*model));  // a file of ours
  if (!again) FAIL(again.error().first().field + " " + again.error().first().value);
  return *again;
}

shohin::Fault refused(Graph graph, const std::optional<shohin::Contract>& contract = std::nullopt) {
  const auto model = shohin::import_onnx(graph.file(), contract);
  REQUIRE_FALSE(model);
  return model.error().first();
}

// The probability of the second class.
float second(const shohin::Model& model, float x, float y = 0) {
  std::array<float, 2> p{};
  shohin::Predictor(model).predict(std::array{x, y}, p);
  CHECK(std::fabs(p[0] + p[1] - 1) < 1e-6F);
  return p[1];
}

float logistic(double sum) { return static_cast<float>(1 / (1 + std::exp(-sum))); }

}  // namespace

TEST_CASE("every mode of a branch keeps its meaning", "[import]") {
  struct Case {
    std::string_view mode;
    bool below, equal, above;
  };
  const auto expected = [](bool holds) { return logistic(holds ? -1 : 2); };
  for (const Case& one : {Case{"BRANCH_LEQ", true, true, false}, Case{"BRANCH_LT", true, false, false},
                          Case{"BRANCH_GTE", false, true, true}, Case{"BRANCH_GT", false, false, true},
                          Case{"BRANCH_EQ", false, true, false}, Case{"BRANCH_NEQ", true, false, true}})
    for (const std::uint32_t tracks : {0U, 1U}) {
      INFO(one.mode << ", missing tracks true: " << tracks);
      const shohin::Model model = imported(Graph().add(stump({.mode = one.mode, .tracks = tracks})));
      CHECK(second(model, std::nextafter(3.0F, 0.0F)) == expected(one.below));
      CHECK(second(model, 3) == expected(one.equal));
      CHECK(second(model, std::nextafter(3.0F, 9.0F)) == expected(one.above));
      // Not a number differs from every number.
      CHECK(second(model, kMissing) == expected(tracks == 1 || one.mode == "BRANCH_NEQ"));
      CHECK(model.contract.features[0].required == (tracks == 0));
    }
}

TEST_CASE("a test against infinity sets apart what is missing", "[import]") {
  const shohin::Model model =
      imported(Graph().add(stump({.threshold = std::numeric_limits<float>::infinity()})));
  CHECK(second(model, 1e18F) == logistic(-1));
  CHECK(second(model, kMissing) == logistic(2));
  CHECK(refused(Graph().add(stump({.threshold = kMissing}))).code == FaultCode::kBadTree);
}

TEST_CASE("base values and shares are kept", "[import]") {
  const shohin::Model based = imported(Graph().add(stump({.base = {0.75F}})));
  CHECK(second(based, 1) == logistic(-0.25));
  const shohin::Model shares = imported(Graph().add(stump({.transform = "NONE", .low = 0.3F, .high = 0.9F})));
  CHECK(second(shares, 1) == 0.3F);
  CHECK(second(shares, 4) == 0.9F);
}

TEST_CASE("a made contract names features and classes", "[import]") {
  const shohin::Model model = imported(Graph().add(stump({})));
  REQUIRE(model.feature_count() == 2);
  CHECK(model.contract.features[1].name == "f1");
  CHECK(model.contract.features[1].max == 1e18);
  CHECK(model.contract.classes[1].name == "1");
  CHECK(model.record["learner"].as_string() == "imported");
  CHECK(model.record["producer"].as_string() == "a converter");
}

TEST_CASE("a given contract must fit the graph", "[import]") {
  shohin::Contract contract = imported(Graph().add(stump({}))).contract;
  contract.classes = {{.name = "no", .label = {}}, {.name = "yes", .label = {}}};
  CHECK(shohin::import_onnx(Graph().add(stump({})).file(), contract)->contract.classes[1].name == "yes");
  SECTION("a feature too many") { contract.features.push_back({.name = "more", .max = 1}); }
  SECTION("a class too many") { contract.classes.push_back({.name = "maybe", .label = {}}); }
  CHECK(refused(Graph().add(stump({})), contract).code == FaultCode::kForeignContract);
}

TEST_CASE("regression behind a scaler is kept", "[import]") {
  NodeWriter scaler("ai.onnx.ml.Scaler", {"X"}, {"scaled"});
  scaler.reals("offset", std::array{1.0F, 2.0F});
  scaler.reals("scale", std::array{2.0F, 4.0F});
  const shohin::Model logistic_model = imported(Graph().add(scaler).add(linear("LOGISTIC", "scaled")));
  CHECK(std::fabs(second(logistic_model, 3, 1) - logistic(2 - 1 + 0.125)) < 1e-7F);
  const shohin::Model softmax_model = imported(Graph().add(scaler).add(linear("SOFTMAX", "scaled")));
  CHECK(std::fabs(second(softmax_model, 3, 1) - logistic(2 * (2 - 1 + 0.125))) < 1e-7F);
}

TEST_CASE("nodes that change nothing are dropped", "[import]") {
  NodeWriter cast("Cast", {"raw_label"}, {"label"});
  cast.integer("to", 7);
  const NodeWriter identity("Identity", {"raw"}, {"same"});
  NodeWriter normalizer("ai.onnx.ml.Normalizer", {"same"}, {"normal"});
  normalizer.text("norm", "L1");
  const NodeWriter multiply("Mul", {"normal", "one"}, {"times"});
  NodeWriter zip_map("ai.onnx.ml.ZipMap", {"times"}, {"probabilities"});
  zip_map.integers("classlabels_int64s", std::array{0U, 1U});
  const auto graph = [&](float factor) {
    return Graph()
        .add(stump({}, "raw", "raw_label"))
        .add(cast)
        .add(identity)
        .add(normalizer)
        .add(multiply)
        .add(zip_map)
        .add_float("one", factor);
  };
  CHECK(second(imported(graph(1)), 1) == logistic(-1));
  CHECK(refused(graph(2)).code == FaultCode::kUnsupportedOperator);
  CHECK(refused(graph(2)).value == "Mul");
}

TEST_CASE("a graph that is none of these is refused by name", "[import]") {
  CHECK(refused(Graph().add(NodeWriter("Conv", {"X"}, {"label"}))).value == "Conv");
  CHECK(refused(Graph().add(NodeWriter("Identity", {"X"}, {"label"}))).field == "graph.node");
  CHECK(refused(Graph().add(stump({})).add(NodeWriter("Identity", {"X"}, {"unused"}))).value == "Identity");
  CHECK(refused(Graph().add(stump({})).add(stump({}))).code == FaultCode::kUnsupportedModel);
  CHECK(refused(Graph().add(stump({.mode = "BRANCH_MEMBER"}))).value == "BRANCH_MEMBER");
  CHECK(refused(Graph().add(stump({.transform = "PROBIT"}))).value == "PROBIT");
  CHECK(refused(Graph().add(stump({.transform = "SOFTMAX"}))).value == "SOFTMAX");
  CHECK(refused(Graph().add(stump({.base = {1, 2}}))).field ==
        "ai.onnx.ml.TreeEnsembleClassifier.base_values");
  for (const float sum : {1.5F, -0.5F}) {
    const shohin::Fault bare = refused(Graph().add(stump({.transform = "NONE", .low = 0, .high = sum})));
    CHECK(bare.field == "ai.onnx.ml.TreeEnsembleClassifier.post_transform");
    CHECK(bare.value == "NONE");
  }
  CHECK(refused(Graph().add(linear("LOGISTIC", "X", {1, 2, 3, 4}))).field ==
        "ai.onnx.ml.LinearClassifier.post_transform");
  CHECK(refused(Graph().add(linear("SOFTMAX", "X", {1, 2}))).field ==
        "ai.onnx.ml.LinearClassifier.coefficients");
  CHECK(refused(Graph().add(linear("SOFTMAX", "X", {1, 2, 3, 1e30F}))).field ==
        "ai.onnx.ml.LinearClassifier.coefficients");
}

TEST_CASE("every cut and flipped bit of a foreign graph is survived", "[import]") {
  NodeWriter scaler("ai.onnx.ml.Scaler", {"X"}, {"scaled"});
  scaler.reals("offset", std::array{1.0F, 2.0F});
  scaler.reals("scale", std::array{2.0F, 4.0F});
  for (const Bytes& good : {Graph().add(stump({.base = {1}})).file(),
                            Graph().add(scaler).add(linear("LOGISTIC", "scaled")).file()}) {
    REQUIRE(shohin::import_onnx(good, std::nullopt));
    for (std::size_t size = 0; size < good.size(); ++size)
      (void)shohin::import_onnx(std::span(good).first(size),
                                std::nullopt);  // sound or refused, never a crash
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      Bytes changed = good;
      changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      if (const auto model = shohin::import_onnx(changed, std::nullopt))
        REQUIRE(shohin::read_onnx(shohin::write_onnx(*model)));
    }
  }
}
