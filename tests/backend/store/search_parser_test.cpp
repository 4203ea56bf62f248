// Proves that search texts are understood as MLflow writes them, and refused with what is wrong in them.
#include "store/search_parser.h"

#include <array>
#include <catch_amalgamated.hpp>

using namespace shohin;

namespace {

using Type = SearchAttribute::Type;
constexpr std::array<SearchAttribute, 4> kAttributes = {
    {{"run_id", "run_id", Type::kTextOrList},
     {"status", "status", Type::kText},
     {"created", "start_time", Type::kNumber},
     {"experiment_id", "experiment_id", Type::kIdentity}}};
constexpr std::array<std::string_view, 2> kSortKeys = {"status", "start_time"};
constexpr SearchGrammar kGrammar{kAttributes, kSortKeys, true, true, true, true, true, false, false, true};

SearchClause one(std::string_view text) {
  const auto clauses = parse_filter(text, kGrammar);
  REQUIRE(clauses);
  REQUIRE(clauses->size() == 1);
  return clauses->front();
}

}  // namespace

TEST_CASE("a clause is a key, a comparison and a value", "[store][search]") {
  auto clause = one("metrics.accuracy >= .5");
  CHECK(clause.field == SearchField::kMetric);
  CHECK(clause.key == "accuracy");
  CHECK(clause.comparison == Comparison::kGreaterEqual);
  CHECK(clause.number == 0.5);
  clause = one("tags.mlflow.user like 'a%'");
  CHECK(clause.field == SearchField::kTag);
  CHECK(clause.key == "mlflow.user");
  CHECK(clause.comparison == Comparison::kLike);
  CHECK(clause.text == "a%");
  clause = one("created<1e3");
  CHECK(clause.field == SearchField::kAttribute);
  CHECK(clause.key == "start_time");
  CHECK(clause.number == 1000);
}

TEST_CASE("a quote inside of a text stays as it is written", "[store][search]") {
  // What SearchUtils.parse_search_filter() of mlflow 3.17.2 gives.
  const auto [text, value] = GENERATE(table<std::string, std::string>({
      {"'it''s'", "it''s"},
      {R"('it\'s')", R"(it\'s)"},
      {R"("it""s")", R"(it""s)"},
      {R"("it's")", "it's"},
      {"''", ""},
      {"'\'\''", "''"},
      {R"('C:\a\')", R"(C:\a\)"},
  }));
  CAPTURE(text);
  CHECK(one("params.a = " + text).text == value);
  CHECK(one("params.`a``b` = 'x'").key == "a``b");
  CHECK_FALSE(parse_filter("params.a = 'x''", kGrammar));
}

TEST_CASE("keys with blanks, dashes and slashes are quoted", "[store][search]") {
  for (const auto* text :
       {"params.`my key/a-b` = 'x'", "params.\"my key/a-b\" = 'x'", "param.'my key/a-b' = \"x\""}) {
    const auto clause = one(text);
    CHECK(clause.field == SearchField::kParam);
    CHECK(clause.key == "my key/a-b");
    CHECK(clause.text == "x");
  }
}

TEST_CASE("lists and NULL have their own comparisons", "[store][search]") {
  auto clause = one("run_id NOT IN ('a', 'b')");
  CHECK(clause.comparison == Comparison::kNotIn);
  CHECK(clause.texts == std::vector<std::string>{"a", "b"});
  CHECK(one("experiment_id in ('1')").comparison == Comparison::kIn);
  CHECK(one("params.x IS NULL").comparison == Comparison::kIsNull);
  CHECK(one("tags.x is not null").comparison == Comparison::kIsNotNull);
  CHECK(one("datasets.name IN ('d')").field == SearchField::kDataset);
}

TEST_CASE("a list may end in a comma, as Python writes a tuple of one", "[store][search]") {
  CHECK(one("run_id IN ('a',)").texts == std::vector<std::string>{"a"});
  CHECK(one("run_id NOT IN ('a', 'b' , )").texts == std::vector<std::string>{"a", "b"});
  CHECK(one("datasets.name IN ('d',)").texts == std::vector<std::string>{"d"});
  for (const auto* text : {"run_id IN (,)", "run_id IN (,'a')", "run_id IN ('a',,)", "run_id IN ('a','b',"}) {
    CHECK_FALSE(parse_filter(text, kGrammar));
  }
}

TEST_CASE("clauses are joined by AND in any case", "[store][search]") {
  const auto clauses = parse_filter("metrics.a > 1 and params.b = 'and' AND status != 'x'", kGrammar);
  REQUIRE(clauses);
  CHECK(clauses->size() == 3);
  CHECK((*clauses)[1].text == "and");
  CHECK(parse_filter("", kGrammar)->empty());
}

TEST_CASE("a filter that means nothing is refused by name", "[store][search]") {
  const auto text =
      GENERATE("metrics.a == 1", "metrics.a > '1'", "metrics.a LIKE '1'", "metrics.a", "metrics.a >",
               "1 < metrics.a", "params.a = b", "params.a > 'b'", "params.a = 'open", "params.a IN ('x')",
               "params.a IS maybe", "foo = 'x'", "foo.bar = 'x'", "status IN ('x')", "status IS NULL",
               "experiment_id LIKE '1'", "run_id IN ()", "run_id IN ('a'", "run_id IN 'a'", "created = 'x'",
               "metrics.a > 1 or metrics.a < 0", "(metrics.a > 1)", "not metrics.a > 1", "metrics.a > 1 and",
               "metrics.a > 1;", "datasets.size = 'x'", "metrics. > 1", "params.a NOT LIKE 'x'");
  const auto clauses = parse_filter(text, kGrammar);
  REQUIRE_FALSE(clauses);
  CHECK(clauses.error().code == ErrorCode::kInvalidParameterValue);
  CHECK_FALSE(clauses.error().message.empty());
}

TEST_CASE("a filter has limits", "[store][search]") {
  CHECK(parse_filter(std::string(512 << 10, ' '), kGrammar));
  CHECK_FALSE(parse_filter(std::string((512 << 10) + 1, ' '), kGrammar));
  const auto list_of = [](int count) {
    std::string list = "run_id IN ('0123456789abcdef0123456789abcdef'";
    for (int i = 1; i < count; ++i) list += ",'0123456789abcdef0123456789abcdef'";
    return list + ")";
  };
  CHECK(one(list_of(10'000)).texts.size() == 10'000);
  CHECK_FALSE(parse_filter(list_of(10'001), kGrammar));
  CHECK(parse_filter(list_of(5'000) + " AND " + list_of(5'000), kGrammar));
  CHECK_FALSE(parse_filter(list_of(5'000) + " AND " + list_of(5'001), kGrammar));
  CHECK_FALSE(parse_filter("params.a LIKE '" + std::string(10'001, '*') + "'", kGrammar));
  std::string many = "metrics.a > 1";
  for (int i = 0; i < 100; ++i) many += " and metrics.a > 1";
  CHECK_FALSE(parse_filter(many, kGrammar));
}

TEST_CASE("an order is a key and a direction", "[store][search]") {
  const std::vector<std::string> texts = {"metrics.`a b` desc", "status ASC", "created"};
  const auto keys = parse_order_by(texts, kGrammar);
  REQUIRE(keys);
  CHECK((*keys)[0].key == "a b");
  CHECK_FALSE((*keys)[0].ascending);
  CHECK((*keys)[1].ascending);
  CHECK((*keys)[2].key == "start_time");
}

TEST_CASE("an order that means nothing is refused", "[store][search]") {
  const std::string text =
      GENERATE("", "foo", "status down", "status asc desc", "experiment_id", "datasets.name");
  const auto keys = parse_order_by(std::vector{text}, kGrammar);
  REQUIRE_FALSE(keys);
  CHECK(keys.error().code == ErrorCode::kInvalidParameterValue);
  CHECK_FALSE(parse_order_by(std::vector<std::string>{"status", "status DESC"}, kGrammar));
}

TEST_CASE("an order may name a key twice where MLflow lets it", "[store][search]") {
  auto grammar = kGrammar;
  grammar.sorts_twice = true;
  const auto keys = parse_order_by(std::vector<std::string>{"status", "status DESC"}, grammar);
  REQUIRE(keys);
  CHECK(keys->size() == 2);
}

TEST_CASE("some kinds of things take bare words, lists of keys and numbers in quotes", "[store][search]") {
  constexpr std::array<SearchAttribute, 3> attributes = {{{"name", "name", Type::kText},
                                                          {"number", "number", Type::kNumberOrText},
                                                          {"made", "made", Type::kSortOnly}}};
  constexpr std::array<std::string_view, 1> sorts = {"made"};
  const SearchGrammar grammar{.attributes = attributes,
                              .sort_keys = sorts,
                              .has_params = true,
                              .has_missing_tags = false,
                              .has_bare_texts = true,
                              .has_lists_of_keys = true};
  CHECK(parse_filter("name = lm1", grammar)->front().text == "lm1");
  CHECK(parse_filter("params.p = 1", grammar)->front().text == "1");
  CHECK(parse_filter("tags.t IN ('a', 'b')", grammar)->front().texts.size() == 2);
  CHECK(parse_filter("number > '2'", grammar)->front().number == 2);
  CHECK(parse_order_by(std::vector<std::string>{"made"}, grammar));
  for (const auto* text : {"made > 1", "made = 'x'", "number = 'x'", "tags.t IS NULL", "number LIKE '1'"}) {
    CHECK_FALSE(parse_filter(text, grammar));
  }
  CHECK_FALSE(parse_order_by(std::vector<std::string>{"tags.t"}, grammar));
}
