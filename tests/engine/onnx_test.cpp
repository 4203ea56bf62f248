// Proves that reading what we wrote gives the same model and the same bytes, and that every kind of file that
// is not ours is refused by name.
#include "model/onnx.h"

#include <algorithm>
#include <catch_amalgamated.hpp>

#include "contract/limits.h"
#include "learn/train.h"
#include "made_table.h"
#include "model/protobuf_reader.h"
#include "model/protobuf_writer.h"
#include "model/tree_attributes.h"

using shohin::FaultCode;
using shohin::JsonObject;
using shohin::Model;
using shohin::ProtobufWriter;
using Bytes = std::vector<std::uint8_t>;

namespace {

Model made_model(std::uint32_t classes, std::uint64_t seed = 1) {
  auto model = shohin::train_model(shohin::made_table(200, classes, seed), {.n_estimators = 7}, seed, 1);
  REQUIRE(model);
  model->record = JsonObject{{"learner", "random_forest"}, {"seed", 1}};
  return std::move(*model);
}

void check_same(const shohin::TreeEnsemble& a, const shohin::TreeEnsemble& b) {
  CHECK(a.class_count == b.class_count);
  CHECK(a.roots == b.roots);
  CHECK(a.feature == b.feature);
  CHECK(a.test == b.test);
  CHECK(a.threshold == b.threshold);
  CHECK(a.missing_is_true == b.missing_is_true);
  CHECK(a.false_child == b.false_child);
  CHECK(a.hits == b.hits);
  CHECK(a.leaf_values == b.leaf_values);
}

shohin::Fault refused(const Bytes& bytes) {
  const auto model = shohin::read_onnx(bytes);
  REQUIRE_FALSE(model);
  return model.error().first();
}

// Replaces the only place that holds `from` by a text of the same length.
Bytes replaced(Bytes bytes, std::string_view from, std::string_view to) {
  REQUIRE(from.size() == to.size());
  const auto place = std::search(bytes.begin(), bytes.end(), from.begin(), from.end());
  REQUIRE(place != bytes.end());
  std::copy(to.begin(), to.end(), place);
  return bytes;
}

Bytes with_field(Bytes bytes, ProtobufWriter field) {
  const Bytes more = field.take();
  bytes.insert(bytes.end(), more.begin(), more.end());
  return bytes;
}

// A model file around a graph of one node and whatever else is added.
struct Parts {
  std::string_view op = "TreeEnsembleClassifier", domain = "ai.onnx.ml";
  ProtobufWriter attributes = {};  // of the node
  ProtobufWriter graph = {};       // more of the graph
  std::uint64_t ir_version = 8, ml_opset = 1;
};

Bytes file_of(const Parts& parts) {
  ProtobufWriter file, opset, node, graph;
  opset.text(1, "ai.onnx.ml");
  opset.integer(2, parts.ml_opset);
  node.text(4, parts.op);
  node.text(7, parts.domain);
  graph.message(1, node);
  Bytes inner = graph.take();
  inner.insert(inner.end(), parts.graph.bytes().begin(), parts.graph.bytes().end());
  file.integer(1, parts.ir_version);
  file.message(8, opset);
  file.text(7, {reinterpret_cast<const char*>(inner.data()), inner.size()});
  return file.take();
}

// The model's graph in a file with that contract.
Bytes with_contract(const Model& model, const shohin::Contract& contract) {
  const Bytes bytes = shohin::write_onnx(model);
  shohin::ProtobufReader reader(bytes);
  ProtobufWriter out, entry;
  entry.text(1, "shohin.contract");
  entry.text(2, shohin::write_json(shohin::contract_json(contract)));
  out.message(14, entry);
  while (const auto field = reader.next()) {
    if (field->number == 14) continue;
    if (field->type == shohin::WireType::kVarint)
      out.integer(field->number, field->integer);
    else
      out.text(field->number, field->text());
  }
  return out.take();
}

}  // namespace

TEST_CASE("reading what we wrote gives the same model", "[model][onnx]") {
  for (const std::uint32_t classes : {2U, 3U, 5U}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const Model model = made_model(classes, seed);
      const Bytes bytes = shohin::write_onnx(model);
      const auto read = shohin::read_onnx(bytes);
      REQUIRE(read);
      check_same(*read->trees(), *model.trees());
      CHECK(shohin::write_onnx(*read) == bytes);
      CHECK(shohin::model_digest(*read) == shohin::model_digest(model));
      CHECK(read->record["learner"].as_string() == "random_forest");
    }
  }
}

TEST_CASE("the model digest is of what the model computes", "[model][onnx]") {
  const Model model = made_model(3);
  const std::string digest = shohin::model_digest(model);
  Model other = model;
  other.record = JsonObject{{"engine_version", "9"}};
  other.contract.title = {{"en", "Another title"}};
  CHECK(shohin::model_digest(other) == digest);
  std::get<shohin::TreeEnsemble>(other.predictor).threshold[0] += 0.5F;
  CHECK(shohin::model_digest(other) != digest);
  Model renamed = model;
  renamed.contract.features[0].name = "width";
  CHECK(shohin::model_digest(renamed) != digest);
}

TEST_CASE("a model of a single leaf is read too", "[model][onnx]") {
  Model model = made_model(2);
  model.predictor = shohin::TreeEnsemble{.class_count = 2,
                                         .roots = {0},
                                         .feature = {shohin::TreeEnsemble::kLeaf},
                                         .test = {shohin::SplitTest::kAtMost},
                                         .threshold = {0},
                                         .missing_is_true = {0},
                                         .false_child = {0},
                                         .hits = {5},
                                         .leaf_values = {0.25F, 0.75F}};
  const auto read = shohin::read_onnx(shohin::write_onnx(model));
  REQUIRE(read);
  check_same(*read->trees(), *model.trees());
}

TEST_CASE("a category's test is written in the mode that ONNX Runtime answers rightly", "[model][onnx]") {
  // What is missing passes: BRANCH_EQ. It does not: BRANCH_NEQ, children swapped; never a chain of BRANCH_EQ.
  const Model model = made_model(4);
  const shohin::TreeAttributes lists = shohin::tree_attributes(*model.trees());
  std::uint32_t equals = 0, differs = 0;
  for (std::size_t i = 0; i < lists.modes.size(); ++i) {
    equals += lists.modes[i] == shohin::NodeMode::kEquals ? 1 : 0;
    differs += lists.modes[i] == shohin::NodeMode::kDiffers ? 1 : 0;
    if (lists.modes[i] == shohin::NodeMode::kEquals) CHECK(lists.missing_is_true[i] == 1);
    if (lists.modes[i] == shohin::NodeMode::kDiffers) CHECK(lists.missing_is_true[i] == 0);
  }
  CHECK(equals > 0);
  CHECK(differs > 0);
}

TEST_CASE("a file cut anywhere is refused", "[model][onnx]") {
  const Bytes bytes = shohin::write_onnx(made_model(3));
  for (std::size_t size = 0; size < bytes.size(); size += 11) {
    const auto read = shohin::read_onnx(std::span(bytes).first(size));
    REQUIRE_FALSE(read);
    const FaultCode code = read.error().first().code;
    // Where the cut falls between two fields, the rest is a file without graph or contract.
    CHECK((code == FaultCode::kTruncated || code == FaultCode::kUnsupportedModel));
  }
  CHECK(refused({}).code == FaultCode::kTruncated);
}

TEST_CASE("a file over the limit is refused before it is read", "[model][onnx]") {
  CHECK(refused(Bytes(shohin::Limits::kOnnxBytes + 1)).code == FaultCode::kTooLarge);
}

TEST_CASE("bytes of another kind are refused", "[model][onnx]") {
  const auto code = [](std::string_view text) { return refused(Bytes(text.begin(), text.end())).code; };
  CHECK(code("\x89PNG\r\n\x1a\n") == FaultCode::kTruncated);
  CHECK(code("{\"schema\": \"shohin.contract/1\"}") == FaultCode::kBadSyntax);
}

TEST_CASE("an operator that is not ours is named", "[model][onnx]") {
  CHECK(refused(file_of({.op = "Conv", .domain = ""})).code == FaultCode::kUnsupportedOperator);
  CHECK(refused(file_of({.op = "Conv", .domain = ""})).value == "Conv");
  CHECK(refused(file_of({.op = "SVMClassifier"})).value == "ai.onnx.ml.SVMClassifier");
  CHECK(refused(file_of({.domain = "org.evil"})).value == "org.evil.TreeEnsembleClassifier");
}

TEST_CASE("what a file must not hold is refused", "[model][onnx]") {
  const auto graph = [](std::uint32_t field) {
    ProtobufWriter tensor, external, out;
    external.text(1, "location");
    external.text(2, "/etc/passwd");
    tensor.message(13, external);  // external_data
    tensor.integer(14, 1);         // data_location: EXTERNAL
    out.message(field, tensor);
    return out;
  };
  CHECK(refused(file_of({.graph = graph(5)})).field == "graph.initializer");
  CHECK(refused(file_of({.graph = graph(15)})).field == "graph.sparse_initializer");
  CHECK(refused(file_of({.ir_version = 14})).field == "ir_version");
  CHECK(refused(file_of({.ir_version = 2})).field == "ir_version");
  CHECK(refused(file_of({.ml_opset = 5})).field == "opset_import.ai.onnx.ml");
  CHECK(refused(file_of({})).field == "shohin.contract");

  const Bytes good = shohin::write_onnx(made_model(2));
  ProtobufWriter empty, functions, training, second;
  functions.message(25, empty);
  training.message(20, empty);
  second.message(7, empty);
  CHECK(refused(with_field(good, functions)).field == "functions");
  CHECK(refused(with_field(good, training)).field == "training_info");
  CHECK(refused(with_field(good, second)).field == "graph");
}

TEST_CASE("attributes and modes that we do not know are refused", "[model][onnx]") {
  const Bytes good = shohin::write_onnx(made_model(3));
  CHECK(refused(replaced(good, "BRANCH_LEQ", "BRANCH_LEX")).value == "BRANCH_LEX");
  CHECK(refused(replaced(good, "NONE", "SOFT")).field == "post_transform");
  CHECK(refused(replaced(good, "nodes_hitrates", "nodes_hitrater")).field == "nodes_hitrater");
  CHECK(refused(replaced(good, "class_weights", "nodes_values!")).code == FaultCode::kUnsupportedModel);
  CHECK(refused(replaced(good, "nodes_modes", "nodes_mode_")).code == FaultCode::kUnsupportedModel);
}

TEST_CASE("a list that is too short is named", "[model][onnx]") {
  // The same name in another attribute's place leaves one list twice and one empty.
  const Bytes good = shohin::write_onnx(made_model(3));
  CHECK(refused(replaced(good, "nodes_truenodeids", "nodes_falsenodeid")).code ==
        FaultCode::kUnsupportedModel);
}

TEST_CASE("a foreign contract is refused", "[model][onnx]") {
  const Model model = made_model(3);
  shohin::Contract contract = model.contract;
  CHECK(shohin::read_onnx(with_contract(model, contract)));
  SECTION("another name of a class") { contract.classes[1].name = "kind X"; }
  SECTION("another order of the classes") { std::swap(contract.classes[0], contract.classes[1]); }
  SECTION("a class too many") { contract.classes.push_back({.name = "kind D", .label = {}}); }
  SECTION("a feature too few") { contract.features.pop_back(); }
  CHECK(refused(with_contract(model, contract)).code == FaultCode::kForeignContract);
}

TEST_CASE("a contract or record that does not parse gives its own faults", "[model][onnx]") {
  const Bytes good = shohin::write_onnx(made_model(2));
  CHECK(refused(replaced(good, "\"features\"", "\"featurex\"")).code != FaultCode::kUnsupportedModel);
  CHECK(refused(replaced(good, "{\"learner\"", "[\"learner\"")).code == FaultCode::kBadSyntax);
}

TEST_CASE("changed bytes are refused or give a sound model", "[model][onnx]") {
  const Bytes good = shohin::write_onnx(made_model(3));
  shohin::Random random(8);
  std::uint32_t still_read = 0;
  for (int i = 0; i < 4'000; ++i) {
    Bytes changed = good;
    for (std::uint32_t n = 1 + random.below(3); n > 0; --n)
      changed[random.below(static_cast<std::uint32_t>(changed.size()))] =
          static_cast<std::uint8_t>(random.below(256));
    still_read += shohin::read_onnx(changed) ? 1 : 0;
  }
  CHECK(still_read > 0);      // hits, labels and titles may change
  CHECK(still_read < 4'000);  // structure may not
}
