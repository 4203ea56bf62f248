// Proves that data sets become float32 columns and labels, that each bad cell is named by row and column, and
// that the data digest is the one an independent program computes.
#include "data/table.h"

#include <catch_amalgamated.hpp>
#include <cmath>
#include <fstream>
#include <sstream>

#include "contract/limits.h"

using shohin::Contract;
using shohin::Fault;
using shohin::FaultCode;
using shohin::Labels;
using shohin::read_csv;
using shohin::read_json_rows;
using shohin::Table;

namespace {

const Contract& tree() {
  static const Contract contract = shohin::parse_contract(R"({"schema": "shohin.contract/1", "name": "tree",
    "version": 1, "features": [
      {"name": "height", "kind": "numeric", "unit": "cm", "min": -1, "max": 150},
      {"name": "needles", "kind": "ordinal", "min": 0, "max": 5},
      {"name": "roots", "kind": "categorical", "categories": ["fibrous", "tap"], "required": false},
      {"name": "age", "kind": "numeric", "min": 0, "max": 500, "required": false}],
    "target": {"name": "species", "classes": [{"name": "pine"}, {"name": "ficus"}]}})")
                                       .value();
  return contract;
}

constexpr std::string_view kRows = "species,age,height,roots,needles\nficus,12,25.3,tap,0\npine,,-0,,2\n";

template <class Read>
Fault only(const Read& read) {
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().count() == 1);
  return read.error().first();
}

Fault csv_fault(std::string_view text, Labels labels = Labels::kRequired) {
  return only(read_csv(text, tree(), labels));
}

Fault json_fault(std::string_view text) { return only(read_json_rows(text, tree())); }

std::string file(const std::string& path) {
  std::ifstream stream(std::string(SHOHIN_SOURCE_DIR) + "/public/examples/" + path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a CSV with its columns in any order becomes a table", "[data][table]") {
  const Table table = read_csv(kRows, tree()).value();
  CHECK(table.row_count() == 2);
  CHECK(table.columns[0] == std::vector<float>{25.3F, 0});
  CHECK_FALSE(std::signbit(table.columns[0][1]));
  CHECK(table.columns[1] == std::vector<float>{0, 2});
  CHECK(table.columns[2][0] == 1);
  CHECK(std::isnan(table.columns[2][1]));
  CHECK(std::isnan(table.columns[3][1]));
  CHECK(table.labels == std::vector<std::uint32_t>{1, 0});
  std::vector<float> row(4);
  table.copy_row(0, row);
  CHECK(row == std::vector<float>{25.3F, 0, 1, 12});
}

TEST_CASE("a CSV in pieces is the same table, and has the same faults", "[data][table]") {
  const auto in_pieces = [](std::string_view text, std::size_t size) {
    return read_csv(
        [text, size]() mutable {
          const auto piece = text.substr(0, size);
          text.remove_prefix(piece.size());
          return piece;
        },
        tree());
  };
  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
    CHECK(data_digest(in_pieces(kRows, size).value()) == data_digest(read_csv(kRows, tree()).value()));
    const std::string bad = std::string(kRows) + "1,2,x\n";
    CHECK(in_pieces(bad, size).error().list() == read_csv(bad, tree()).error().list());
    CHECK(in_pieces("", size).error().first().code == FaultCode::kEmpty);
  }
}

TEST_CASE("optional columns may be left out, and the label where it is not asked for", "[data][table]") {
  const Table table = read_csv("needles,height\n1,2\n3,4\n", tree(), Labels::kOptional).value();
  CHECK_FALSE(table.is_labelled());
  CHECK(table.columns[0] == std::vector<float>{2, 4});
  REQUIRE(table.columns[3].size() == 2);
  CHECK(std::isnan(table.columns[3][1]));
  CHECK(read_csv("needles,height,species\n1,2,pine\n", tree(), Labels::kOptional)->labels.size() == 1);
}

TEST_CASE("a wrong header is refused by name and column", "[data][table]") {
  CHECK(csv_fault("height,needles\n1,1\n") == Fault{FaultCode::kMissing, "species", "", "", 0, 0});
  CHECK(csv_fault("height,species\n1,pine\n").field == "needles");
  CHECK(csv_fault("height,needles,species,colour\n1,1,pine,red\n") ==
        Fault{FaultCode::kUnknownField, "colour", "", "", 0, 4});
  CHECK(csv_fault("height,needles,height,species\n1,1,1,pine\n") ==
        Fault{FaultCode::kDuplicateField, "height", "", "", 0, 3});
  CHECK(csv_fault("species,height,needles,species\n").code == FaultCode::kDuplicateField);
  const auto foreign = read_csv("a,b,c\n1,2,3\n", tree());
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().count() == 6);  // three unknown, three missing
}

TEST_CASE("semicolons and tabs between cells are named as what they are", "[data][table]") {
  CHECK(csv_fault("height;needles;species\n1,5;2;pine\n") ==
        Fault{FaultCode::kWrongSeparator, "header", ";", ",", 0, 0});
  CHECK(csv_fault("height\tneedles\n1\t2\n").value == "TAB");
}

TEST_CASE("each bad cell is named by row and column", "[data][table]") {
  const auto with = [](const std::string& row) {
    return "height,needles,roots,species\n1,1,tap,pine\n" + row;
  };
  CHECK(csv_fault(with("ten,1,tap,pine")) ==
        Fault{FaultCode::kNotANumber, "height", "ten", "-1 to 150 cm", 2, 1});
  CHECK(csv_fault(with("151,1,tap,pine")).code == FaultCode::kOutOfRange);
  CHECK(csv_fault(with("NaN,1,tap,pine")).code == FaultCode::kNotFinite);
  CHECK(csv_fault(with("-inf,1,tap,pine")).code == FaultCode::kNotFinite);
  CHECK(csv_fault(with("1,1.5,tap,pine")) ==
        Fault{FaultCode::kNotAnInteger, "needles", "1.5", "0 to 5", 2, 2});
  CHECK(csv_fault(with("1,,tap,pine")).code == FaultCode::kMissing);
  CHECK(csv_fault(with("1,1,aerial,pine")) ==
        Fault{FaultCode::kUnknownCategory, "roots", "aerial", "fibrous, tap", 2, 3});
  CHECK(csv_fault(with("1,1,tap,oak")) ==
        Fault{FaultCode::kUnknownClass, "species", "oak", "pine, ficus", 2, 4});
  CHECK(csv_fault(with("1,1,tap,")).code == FaultCode::kMissing);
  CHECK(csv_fault(with("1,1,tap")) == Fault{FaultCode::kRaggedRow, "", "3", "4", 2, 0});
  CHECK(csv_fault(with("1,1,tap,pine,")).code == FaultCode::kRaggedRow);
  CHECK(csv_fault(with("1,1,\"tap,pine")).code == FaultCode::kBadSyntax);
  CHECK(csv_fault(with("1,1,\xC3(,pine")).code == FaultCode::kBadUtf8);
  const auto many = read_csv(with("ten,9,aerial,oak\n1,1,tap\nx,1,tap,pine\n"), tree());
  REQUIRE_FALSE(many);
  CHECK(many.error().count() == 6);
}

TEST_CASE("a thousand bad cells give a hundred faults and a count", "[data][table]") {
  std::string text = "height,needles,species\n";
  for (int i = 0; i < 1000; ++i) text += "x,1,pine\n";
  const auto table = read_csv(text, tree());
  REQUIRE_FALSE(table);
  CHECK(table.error().count() == 1000);
  CHECK(table.error().list().size() == 100);
}

TEST_CASE("nothing to read is refused", "[data][table]") {
  CHECK(csv_fault("") == Fault{FaultCode::kEmpty, "header", "", "", 0, 0});
  CHECK(csv_fault("height,needles,species\n") == Fault{FaultCode::kEmpty, "rows", "", "", 0, 0});
  CHECK(json_fault("[]").code == FaultCode::kEmpty);
  CHECK(json_fault("").code == FaultCode::kEmpty);
}

TEST_CASE("a file beyond the limit is refused by its size", "[data][table]") {
  CHECK(shohin::check_data_size(256ULL << 20).has_value());
  const auto size = shohin::check_data_size(1ULL << 30);
  REQUIRE_FALSE(size);
  CHECK(size.error().first() == Fault{FaultCode::kTooLarge, "bytes", "1073741824", "268435456", 0, 0});
}

TEST_CASE("more columns or rows than the limits are refused", "[data][table]") {
  std::string header = "height";
  for (std::uint32_t i = 0; i < 10'001; ++i) header += ",";
  CHECK(csv_fault(header + "\n").field == "columns");
  const Contract narrow = shohin::parse_contract(R"({"schema": "shohin.contract/1", "name": "a", "version": 1,
    "features": [{"name": "x", "kind": "numeric", "min": 0, "max": 9, "required": false}],
    "target": {"name": "y", "classes": [{"name": "a"}, {"name": "b"}]}})")
                              .value();
  std::string text = "x\n";
  text.append(shohin::Limits::kRows + 1, '\n');
  const auto table = read_csv(text, narrow, Labels::kOptional);
  REQUIRE_FALSE(table);
  CHECK(table.error().first().code == FaultCode::kTooLarge);
  CHECK(table.error().first().field == "rows");
}

TEST_CASE("more cells than the limit are refused, though the text is small", "[data][table]") {
  Contract wide = tree();
  for (shohin::Feature& feature : wide.features) feature.required = false;
  while (wide.features.size() < shohin::Limits::kColumns) {
    wide.features.push_back(
        {.name = "f" + std::to_string(wide.features.size()), .max = 1, .required = false});
  }
  std::string csv = "height\n";
  for (std::uint64_t i = 0; i <= shohin::Limits::kCells / shohin::Limits::kColumns; ++i) csv += "1\n";
  const Fault fault = only(read_csv(csv, wide, Labels::kOptional));
  CHECK(fault.code == FaultCode::kTooLarge);
  CHECK(fault.expected == std::to_string(shohin::Limits::kCells / shohin::Limits::kColumns));
}

TEST_CASE("an array of objects gives the same table as the CSV", "[data][table]") {
  const Table from_json = read_json_rows(R"([
    {"species": "ficus", "age": 12, "height": 25.3, "roots": "tap", "needles": 0},
    {"height": 0, "needles": 2, "roots": null, "species": "pine"}])",
                                         tree())
                              .value();
  CHECK(data_digest(from_json) == data_digest(read_csv(kRows, tree()).value()));
  const auto bare = read_json_rows(R"([{"height": 0, "needles": 2}])", tree(), Labels::kOptional);
  REQUIRE(bare);
  CHECK_FALSE(bare->is_labelled());
}

TEST_CASE("each bad value of a JSON row is named by row", "[data][table]") {
  const auto second = [](const std::string& object) {
    return R"([{"height": 1, "needles": 1, "species": "pine"}, )" + object + "]";
  };
  CHECK(json_fault(second(R"({"height": "1", "needles": 1, "species": "pine"})")) ==
        Fault{FaultCode::kWrongType, "height", "1", "number", 2, 0});
  CHECK(json_fault(second(R"({"height": 1, "needles": 1})")).field == "species");
  CHECK(json_fault(second(R"({"height": 1, "needles": 1, "species": 1})")).code == FaultCode::kWrongType);
  CHECK(json_fault(second(R"({"height": 1, "needles": 1, "species": "oak"})")).code ==
        FaultCode::kUnknownClass);
  CHECK(json_fault(second(R"({"height": 1e9, "needles": 1, "species": "pine"})")).row == 2);
  CHECK(json_fault(second(R"({"height": 1, "needles": 1, "species": "pine", "x": 1})")).field == "x");
  CHECK(json_fault(second("3")).expected == "object");
  CHECK(json_fault(second("{")).code == FaultCode::kBadSyntax);
  CHECK(json_fault("{}").code == FaultCode::kWrongType);
  CHECK(json_fault("[{").code == FaultCode::kTruncated);
}

TEST_CASE("rows are taken in the given order, one of them twice", "[data][table]") {
  const Table table = read_csv(kRows, tree()).value();
  const std::vector<std::uint32_t> rows = {1, 0, 0};
  const Table taken = take_rows(table, rows);
  CHECK(taken.columns[0] == std::vector<float>{0, 25.3F, 25.3F});
  CHECK(taken.labels == std::vector<std::uint32_t>{0, 1, 1});
  CHECK(taken.contract == table.contract);
}

TEST_CASE("the data digest is the one that Python computes", "[data][table]") {
  // hashlib.sha256(struct.pack("<Q", 2) + struct.pack("<2f", 25.3, 0) + struct.pack("<2f", 0, 2) +
  //   struct.pack("<fI", 1, 0x7fc00000) + struct.pack("<fI", 12, 0x7fc00000) + struct.pack("<2I", 1, 0) +
  //   canonical).hexdigest()
  CHECK(data_digest(read_csv(kRows, tree()).value()) ==
        "d0a43cdf6b4e7325813f25f2d5ee857f9c955669d3f23681a78606bfb655de3d");
}

TEST_CASE("the examples that ship are read whole", "[data][table]") {
  const auto table = [](const std::string& name) {
    return read_csv(file(name + ".csv"), shohin::parse_contract(file(name + ".contract.json")).value());
  };
  const auto iris = table("iris");
  REQUIRE(iris);
  CHECK(iris->row_count() == 150);
  // The same calculation over public/examples/iris.csv, read by Python's csv and numpy.float32.
  CHECK(data_digest(*iris) == "69688daa0cf456d656adb8332931a77d1b92a281b8fb68cf09da1b8a10b90a97");
  CHECK(table("breast_cancer").value().row_count() == 569);
  CHECK(table("bonsai").value().row_count() == 4000);
}
