// Proves that a model card says what the record says, with counts, and admits what it does not know.
#include "wire/model_card.h"

#include <catch_amalgamated.hpp>

#include "made_models.h"
#include "model/onnx.h"
#include "wire/training.h"

namespace {

bool holds(const std::string& card, std::string_view text) { return card.find(text) != std::string::npos; }

}  // namespace

TEST_CASE("a training writes the card into the file", "[wire][card]") {
  const shohin::Table table = shohin::made_table(300, 3);
  const auto split = shohin::split_rows(table.labels, {.test_share = 0.2, .seed = 1});
  REQUIRE(split);
  shohin::TrainingRequest request;
  request.config.n_estimators = 5;
  auto model = shohin::train_model(shohin::take_rows(table, split->train), request.config, 1, 1);
  REQUIRE(model);
  const auto done = shohin::finish_training(std::move(*model), table, *split, request);
  const auto read = shohin::read_onnx(done.file);
  REQUIRE(read);
  const std::string& card = read->card;
  INFO(card);
  CHECK(card == shohin::model_card(*read));
  CHECK(holds(card, "# Made by rule\n"));
  CHECK(holds(card, "Learner: random\\_forest."));
  CHECK(holds(card, "| n\\_estimators | 5 |"));
  CHECK(holds(card, "Trained on " + std::to_string(done.rows_train) + " rows, tested on " +
                        std::to_string(done.rows_test)));
  double right = 0;
  for (std::size_t c = 0; c < 3; ++c) right += static_cast<double>(done.test.confusion_matrix[c][c]);
  CHECK(holds(card, "(" + std::to_string(static_cast<int>(right)) + " of " + std::to_string(done.rows_test) +
                        " right)"));
  CHECK(holds(card, "its precision and recall are rough"));  // some twenty test rows a class
}

TEST_CASE("a card of an imported model admits how little it knows", "[wire][card]") {
  shohin::Model model = shohin::made_models()[0].model;
  model.record = shohin::JsonObject{{"learner", "imported"}};
  const std::string card = shohin::model_card(model);
  CHECK(holds(card, "says nothing about the rows"));
  CHECK(holds(card, "No prediction sets."));
  CHECK_FALSE(holds(card, "## Measured"));
  CHECK_FALSE(holds(card, "## Settings"));
}

TEST_CASE("names cannot break out of the card", "[wire][card]") {
  shohin::Model model = shohin::made_models()[0].model;
  model.contract.title = {{"en", "<script> | [x](y)"}};
  CHECK(holds(shohin::model_card(model), "# \\<script\\> \\| \\[x\\](y)\n"));
}
