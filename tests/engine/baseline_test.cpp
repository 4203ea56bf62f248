// Proves that a baseline counts the training rows in quantile bins, survives its JSON, and that JSON
// that is not one is refused with the field named.
#include "drift/baseline.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>

#include "made_table.h"

using shohin::Baseline;
using shohin::FaultCode;
using shohin::Json;
using shohin::Table;

namespace {

std::string text_of(const Json& json) { return shohin::write_json(json); }

// The document with one piece of its text exchanged.
Json changed(std::string text, const std::string& piece, const std::string& by) {
  const std::size_t at = text.find(piece);
  REQUIRE(at != std::string::npos);
  return shohin::parse_json(text.replace(at, piece.size(), by)).value();
}

shohin::Fault fault_of(const Json& document, const shohin::Contract& contract) {
  const auto read = shohin::read_baseline(document, contract);
  REQUIRE_FALSE(read);
  return read.error().first();
}

void check_feature(const Table& table, const Baseline& baseline, std::size_t f) {
  const shohin::Sketch& values = baseline.features[f].values;
  std::vector<std::uint64_t> counted(values.bins.count());
  std::uint64_t missing = 0;
  for (const float value : table.columns[f]) {
    if (std::isnan(value))
      ++missing;
    else
      ++counted[values.bins.bin_of(value)];
  }
  CHECK(values.counts == counted);
  CHECK(values.missing == missing);
}

}  // namespace

TEST_CASE("few distinct values have a bin each", "[drift]") {
  const std::vector<float> sorted = {1, 1, 2, 2, 2, 5};
  CHECK(shohin::quantile_edges(sorted, 10) == std::vector<float>{2, 5});
  const shohin::Bins bins{.edges = {2, 5}};
  CHECK(bins.bin_of(1.5F) == 0);
  CHECK(bins.bin_of(2) == 1);
  CHECK(bins.bin_of(9) == 2);
  CHECK(shohin::quantile_edges(std::vector<float>{3, 3}, 10).empty());
}

TEST_CASE("many distinct values have bins of equal share, and finer ones at the ends", "[drift]") {
  std::vector<float> sorted;
  for (int i = 0; i < 1000; ++i) sorted.push_back(static_cast<float>(i) * 0.37F);
  const auto edges = shohin::quantile_edges(sorted, 40);
  REQUIRE(edges.size() == 45);
  const shohin::Bins bins{.edges = edges};
  std::vector<int> counts(46);
  for (const float value : sorted) ++counts[bins.bin_of(value)];
  CHECK(std::vector<int>(counts.begin(), counts.begin() + 5) == std::vector<int>{1, 4, 5, 15, 25});
  CHECK(std::all_of(counts.begin() + 4, counts.end() - 4, [](int count) { return count == 25; }));
  CHECK(std::vector<int>(counts.end() - 4, counts.end()) == std::vector<int>{15, 5, 4, 1});
  CHECK(shohin::decile_edges(sorted, edges) == std::vector<std::uint32_t>{6, 10, 14, 18, 22, 26, 30, 34, 38});
}

TEST_CASE("quantiles are numpy's", "[drift]") {
  const std::vector<float> sorted = {1, 2, 4, 8};
  CHECK(shohin::quantile_of(sorted, 0.5) == 3);
  CHECK(shohin::quantile_of(sorted, 0.1) == 1.3);
  CHECK(shohin::quantile_of(sorted, 1) == 8);
}

TEST_CASE("a value that is most of the data does not empty the other bins", "[drift]") {
  std::vector<float> sorted(900, 0.0F);
  for (int i = 1; i <= 100; ++i) sorted.push_back(static_cast<float>(i));
  const auto edges = shohin::quantile_edges(sorted, 40);
  CHECK(edges.front() > 0);
  CHECK(std::is_sorted(edges.begin(), edges.end()));
  CHECK(std::adjacent_find(edges.begin(), edges.end()) == edges.end());
}

TEST_CASE("a baseline has every row of its table in a bin or among the missing", "[drift]") {
  const Table table = shohin::made_table(700, 3);
  const Baseline baseline = shohin::make_baseline(table);
  CHECK(baseline.rows() == 700);
  for (std::size_t f = 0; f < table.columns.size(); ++f) check_feature(table, baseline, f);
}

TEST_CASE("a baseline survives its JSON", "[drift]") {
  const Table table = shohin::made_table(700, 3);
  const Baseline baseline = shohin::make_baseline(table);
  const Json document = shohin::baseline_json(baseline, table.contract);
  const auto read = shohin::read_baseline(shohin::parse_json(text_of(document)).value(), table.contract);
  REQUIRE(read);
  CHECK(text_of(shohin::baseline_json(*read, table.contract)) == text_of(document));
  for (std::size_t f = 0; f < table.columns.size(); ++f) {
    CHECK(read->features[f].values.bins.edges == baseline.features[f].values.bins.edges);
    CHECK(read->features[f].values.counts == baseline.features[f].values.counts);
  }
}

TEST_CASE("a wide table's baseline has fewer bins", "[drift]") {
  const Table table = shohin::made_table(700, 3);
  const std::uint64_t features = table.columns.size();
  const auto bins = [&](std::uint64_t numbers) {
    return shohin::make_baseline(table, {.bins = 40, .numbers = numbers}).features[1].values.bins.count();
  };
  CHECK(bins(features * 40) == 46);
  CHECK(bins(features * 39) == 26);
  CHECK(bins(1) == 16);
}

TEST_CASE("a feature without any value has a baseline", "[drift]") {
  Table table = shohin::made_table(60, 2);
  std::fill(table.columns[1].begin(), table.columns[1].end(), NAN);
  const Baseline baseline = shohin::make_baseline(table);
  CHECK(baseline.features[1].values.missing == 60);
  CHECK(baseline.features[1].values.counts == std::vector<std::uint64_t>{0});
  CHECK(shohin::read_baseline(shohin::baseline_json(baseline, table.contract), table.contract));
}

TEST_CASE("a document that is no baseline is refused with the field named", "[drift]") {
  const Table table = shohin::made_table(200, 3);
  const std::string text = text_of(shohin::baseline_json(shohin::make_baseline(table), table.contract));
  const auto wrong = [&](const std::string& piece, const std::string& by) {
    const shohin::Fault fault = fault_of(changed(text, piece, by), table.contract);
    CHECK(fault.field == "shohin.baseline");
    return fault.code == FaultCode::kBadSyntax ? fault.value : std::string(shohin::code_name(fault.code));
  };
  CHECK(wrong("baseline/1", "baseline/9") == "schema");
  CHECK(wrong("\"class_rows\":[", "\"class_rows\":[-1,") == "class_rows");
  CHECK(wrong("\"class_rows\":[", "\"class_rows\":[1,") == "foreign_contract");
  CHECK(wrong("\"name\":\"length\"", "\"name\":\"width\"") == "foreign_contract");
  CHECK(wrong("\"edges\":[", "\"edges\":[1e9,") == "edges");
  CHECK(wrong("\"edges\":[", "\"edges\":[-1e99,") == "edges");
  CHECK(wrong("\"deciles\":[", "\"deciles\":[99,") == "deciles");
  CHECK(wrong("\"least\":", "\"least\":1e30,\"lost\":") == "most");
  CHECK(wrong("\"mean\":", "\"mean\":\"x\",\"lost\":") == "mean");
  CHECK(wrong("\"counts\":[", "\"counts\":[0.5,") == "counts");
  CHECK(wrong("\"missing\":", "\"missing\":-1,\"lost\":") == "missing");
  CHECK(fault_of(Json{}, table.contract).value == "schema");
}
