// Proves that a CSV of any length is scored row by row, whole or not at all.
#include <catch_amalgamated.hpp>
#include <sstream>

#include "scoring_fixture.h"
#include "serving/csv_scoring.h"
#include "serving/handover.h"
#include "serving/spool_file.h"

namespace shohin {
namespace {

using nlohmann::json;

const std::string kCsv = std::string("Content-Type: text/csv\r\n") + kToken;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string rows_of_iris(int count) {
  std::string csv = "sepal_length,sepal_width,petal_length,petal_width\n";
  for (int i = 0; i < count; ++i) csv += i % 2 == 0 ? "5.1,3.5,1.4,0.2\n" : "6.3,3.3,6,2.5\n";
  return csv;
}

TEST_CASE("a batch has the rows that were sent and behind each its prediction", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const auto raw = shop.send("POST", "/models/iris/batch",
                             "petal_length,petal_width,sepal_length,sepal_width\n"
                             "1.4,0.2,5.1,3.5\n6,2.5,6.3,3.3\n",
                             kCsv);
  CHECK(status_of_answer(raw) == 200);
  CHECK(raw.find("Content-Type: text/csv; charset=utf-8\r\n") != std::string::npos);
  const auto lines = lines_of(body_of_answer(raw));
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] ==
        "petal_length,petal_width,sepal_length,sepal_width,prediction,confidence,p_setosa,p_versicolor,p_"
        "virginica");
  CHECK(lines[1].starts_with("1.4,0.2,5.1,3.5,setosa,"));
  CHECK(lines[2].starts_with("6,2.5,6.3,3.3,virginica,"));
  CHECK(shop.counted == "iris/setosa iris/virginica ");
}

TEST_CASE("a batch of many pieces is answered to the last row", "[serving]") {
  Shop shop;
  shop.serve("iris");
  const int rows = 40'000;
  for (const auto* path : {"/batch", "/models/iris/production/batch"}) {
    const auto lines = lines_of(body_of_answer(shop.send("POST", path, rows_of_iris(rows), kCsv)));
    REQUIRE(lines.size() == rows + 1);
    CHECK(lines[rows - 1].starts_with("5.1,3.5,1.4,0.2,setosa,"));
    CHECK(lines[rows].starts_with("6.3,3.3,6,2.5,virginica,"));
  }
}

TEST_CASE("a batch with faults is refused with rows and columns, and nothing of it is answered",
          "[serving]") {
  Shop shop;
  shop.serve("iris");
  auto csv = rows_of_iris(20'000);
  csv += "5.1,wide,1.4,0.2\n-1,3.5,1.4,0.2\n";
  const auto raw = shop.send("POST", "/batch", csv, kCsv);
  CHECK(status_of_answer(raw) == 422);
  const auto body = json::parse(body_of_answer(raw));
  REQUIRE(body["details"].size() == 2);
  CHECK(body["details"][0]["row"] == 20'001);
  CHECK(body["details"][0]["column"] == 2);
  CHECK(body["details"][0]["field"] == "sepal_width");
  CHECK(body["details"][1]["row"] == 20'002);
  CHECK(raw.find("setosa") == std::string::npos);
  CHECK(status_of_answer(shop.send("POST", "/batch", "colour\nred\n" + std::string(300'000, 'x'), kCsv)) ==
        422);
  CHECK(status_of_answer(shop.send("POST", "/batch", "", kCsv)) == 422);
}

TEST_CASE("a batch needs a viewer, text/csv and a free place", "[serving]") {
  Shop shop;
  shop.serve("iris");
  CHECK(status_of_answer(shop.send("POST", "/batch", rows_of_iris(1), "Content-Type: text/csv\r\n")) == 401);
  const auto wrong =
      shop.send("POST", "/batch", rows_of_iris(1), std::string("Content-Type: text/plain\r\n") + kToken);
  CHECK(status_of_answer(wrong) == 415);
  REQUIRE(shop.slots.take());
  const auto busy = shop.send("POST", "/batch", rows_of_iris(1), kCsv);
  CHECK(status_of_answer(busy) == 429);
  CHECK(busy.find("Retry-After: 1\r\n") != std::string::npos);
  shop.slots.note_duration(std::chrono::seconds(7));
  CHECK(shop.send("POST", "/batch", rows_of_iris(1), kCsv).find("Retry-After: 7\r\n") != std::string::npos);
  shop.slots.note_duration(std::chrono::hours(1));
  CHECK(shop.slots.retry_after_seconds() == 60);
  shop.slots.give_back();
  CHECK(status_of_answer(shop.send("POST", "/batch", rows_of_iris(1), kCsv)) == 200);
  CHECK(status_of_answer(shop.send("POST", "/models/cactus/batch", rows_of_iris(1), kCsv)) == 404);
  CHECK(status_of_answer(shop.send("POST", "/batch?explain=5", rows_of_iris(1), kCsv)) == 400);
}

TEST_CASE("an explained batch has the set of each row and what each feature adds", "[serving]") {
  Shop shop;
  shop.serve_calibrated();
  const auto raw = shop.send("POST", "/models/bonsai/batch?explain=1",
                             "leaf_length,leaf_width,branch_thickness,height\n8,0.12,60,55\n", kCsv);
  const auto lines = lines_of(body_of_answer(raw));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].find(",prediction_set,contribution_leaf_length,contribution_leaf_width,") !=
        std::string::npos);
  CHECK(lines[1].find(",\"[\"\"pine\"\"]\",") != std::string::npos);
  const auto columns = std::count(lines[0].begin(), lines[0].end(), ',');
  CHECK(std::count(lines[1].begin(), lines[1].end(), ',') == columns);
}

TEST_CASE("more rows than may be explained are a fault", "[serving]") {
  const Model model = train_example("iris");
  const Predictor predictor(model);
  const auto explainer = Explainer::make(model).value();
  const auto csv = rows_of_iris(static_cast<int>(kMostExplainedRows) + 1);
  std::string_view rest = csv;
  CsvScoring scoring{.model = model, .predictor = predictor};
  scoring.explainer = &explainer;
  const auto score = score_csv(
      scoring, [&] { return std::exchange(rest, {}); }, [](std::string_view) { return Outcome<void>(); });
  REQUIRE(score.has_value());
  REQUIRE(score->faults.count() == 1);
  CHECK(score->faults.first().code == FaultCode::kTooLarge);
  CHECK(score->faults.first().field == "explain");
}

TEST_CASE("what the writer refuses ends the scoring", "[serving]") {
  const Model model = train_example("iris");
  const Predictor predictor(model);
  const auto csv = rows_of_iris(3);
  std::string_view rest = csv;
  const auto score = score_csv(
      {.model = model, .predictor = predictor}, [&] { return std::exchange(rest, {}); },
      [](std::string_view) -> Outcome<void> { return refuse(ErrorCode::kInsufficientStorage, "full"); });
  REQUIRE_FALSE(score.has_value());
  CHECK(score.error().code == ErrorCode::kInsufficientStorage);
}

TEST_CASE("pieces are handed over in order and one at a time", "[serving]") {
  Handover handover;
  std::string read;
  std::thread reader([&] {
    for (auto piece = handover.next(); !piece.empty(); piece = handover.next()) read += piece;
  });
  for (const auto* piece : {"one ", "", "two ", "three"}) CHECK(handover.give(piece));
  handover.end();
  reader.join();
  CHECK(read == "one two three");
}

TEST_CASE("a reader that wants no more lets the giver go", "[serving]") {
  Handover handover;
  std::thread reader([&] {
    (void)handover.next();
    handover.stop();
  });
  CHECK_FALSE(handover.give("one"));
  reader.join();
  CHECK_FALSE(handover.give("two"));
}

TEST_CASE("a spool file has no name and refuses to fill the disk", "[serving]") {
  const TemporaryDirectory folder;
  const auto spool = SpoolFile::open(folder.path(), 0);
  REQUIRE(spool.has_value());
  CHECK(std::filesystem::is_empty(folder.path()));
  REQUIRE((*spool)->write("abc").has_value());
  std::ifstream in((*spool)->path());
  CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == "abc");
  CHECK((*spool)->size() == 3);
  const auto full = SpoolFile::open(folder.path(), ~0ULL);
  REQUIRE_FALSE(full.has_value());
  CHECK(full.error().code == ErrorCode::kInsufficientStorage);
}

}  // namespace
}  // namespace shohin
