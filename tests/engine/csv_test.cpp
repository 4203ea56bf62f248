// Proves that CSV is cut into cells as RFC 4180 says, whole or in pieces, and that broken quotes are refused.
#include "data/csv.h"

#include <catch_amalgamated.hpp>
#include <random>

#include "contract/limits.h"

using shohin::CsvReader;
using shohin::FaultCode;

namespace {

using Record = std::vector<std::string>;
using Records = std::vector<Record>;

Records read_all(CsvReader reader) {
  Records records;
  while (true) {
    const auto more = reader.next();
    REQUIRE(more.has_value());
    if (!*more) return records;
    records.emplace_back(reader.cells().begin(), reader.cells().end());
  }
}

Records read_pieces(const std::string& text, std::size_t piece) {
  std::size_t at = 0;
  std::string current;
  return read_all(CsvReader([&]() -> std::string_view {
    current = text.substr(at, piece);  // the piece before dies here, as it may
    at += current.size();
    return current;
  }));
}

Records read_text(std::string_view text) { return read_all(CsvReader(text)); }

shohin::Fault fault_of(std::string_view text) {
  CsvReader reader(text);
  while (true) {
    const auto more = reader.next();
    if (!more) return more.error().first();
    REQUIRE(*more);
  }
}

std::string quoted(const std::string& cell, std::mt19937_64& random) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos && random() % 4 != 0) return cell;
  std::string text = "\"";
  for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

std::string any_cell(std::mt19937_64& random) {
  static constexpr std::string_view kPieces[] = {"a", "1.5", ",", "\"", "\n", "\r\n", "\u00e9", " ", "\"\""};
  std::string cell;
  for (auto left = random() % 5; left > 0; --left) cell += kPieces[random() % std::size(kPieces)];
  return cell;
}

}  // namespace

TEST_CASE("the rules of RFC 4180 are kept", "[data][csv]") {
  CHECK(read_text("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n") == Records{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}});
  CHECK(read_text("aaa,bbb,ccc\r\nzzz,yyy,xxx") == Records{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}});
  CHECK(read_text("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx") ==
        Records{{"aaa", "b\r\nbb", "ccc"}, {"zzz", "yyy", "xxx"}});
  CHECK(read_text("\"aaa\",\"b\"\"bb\",\"ccc\"") == Records{{"aaa", "b\"bb", "ccc"}});
  CHECK(read_text("a, b ,c\n") == Records{{"a", " b ", "c"}});
  CHECK(read_text(",\n,") == Records{{"", ""}, {"", ""}});
  CHECK(read_text("a,\"\"\nb,\"\"\"\"\n") == Records{{"a", ""}, {"b", "\""}});
  CHECK(read_text("\"a\",\"b\"\r") == Records{{"a", "b"}});
}

TEST_CASE("a byte order mark and blank lines are passed over", "[data][csv]") {
  CHECK(read_text("\xEF\xBB\xBF"
                  "a,b\n1,2\n") == Records{{"a", "b"}, {"1", "2"}});
  CHECK(read_pieces("\xEF\xBB\xBF"
                    "a,b\n1,2\n",
                    1) == Records{{"a", "b"}, {"1", "2"}});
  CHECK(read_text("\n\r\na,b\n\n1,2\n\r\n\n") == Records{{"a", "b"}, {"1", "2"}});
  CHECK(read_text("a\n1\n\n2\n") ==
        Records{{"a"}, {"1"}, {""}, {"2"}});  // with one column it is a missing value
  CHECK(read_text("").empty());
  CHECK(read_text("\n\n").empty());
}

TEST_CASE("blank lines count as rows", "[data][csv]") {
  CsvReader reader("a,b\n\n1,2\n");
  CHECK(reader.next().value());
  CHECK(reader.row() == 0);
  CHECK(reader.next().value());
  CHECK(reader.row() == 2);
}

TEST_CASE("quotes that break the rules are refused by row and column", "[data][csv]") {
  const auto inside = fault_of("a,b\n1,2\n3,4\"5\n");
  CHECK(inside.code == FaultCode::kBadSyntax);
  CHECK(inside.row == 2);
  CHECK(inside.column == 2);
  CHECK(inside.value == "\"5");
  CHECK(fault_of("a,b\n1,\"2\"3\n").code == FaultCode::kBadSyntax);
  CHECK(fault_of("a,b\n1,\"2\" \n").code == FaultCode::kBadSyntax);
  CHECK(fault_of("a,b\n1,\"2\n").code == FaultCode::kBadSyntax);
  CHECK(fault_of("\"").code == FaultCode::kBadSyntax);
  CHECK(fault_of("a\n\"b\"\rc").code == FaultCode::kBadSyntax);
}

TEST_CASE("bytes that are no UTF-8 are refused by row", "[data][csv]") {
  const auto fault = fault_of("a,b\n1,2\n3,\xFF\n");
  CHECK(fault.code == FaultCode::kBadUtf8);
  CHECK(fault.row == 2);
}

TEST_CASE("a record beyond the limit is refused in bounded memory", "[data][csv]") {
  std::uint64_t given = 0;
  const std::string piece(1U << 20, 'x');
  CsvReader endless([&]() -> std::string_view {
    given += piece.size();
    return piece;
  });
  const auto read = endless.next();
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().first().code == FaultCode::kTooLarge);
  CHECK(given < 4 * shohin::Limits::kRecordBytes);
}

TEST_CASE("a record of more cells than a table has columns is refused", "[data][csv]") {
  const auto fault = fault_of("a,b\n" + std::string(shohin::Limits::kColumns + 1, ','));
  CHECK(fault.code == FaultCode::kTooLarge);
  CHECK(fault.field == "columns");
  CHECK(fault.row == 1);
  const std::string widest(shohin::Limits::kColumns, ',');
  CHECK(read_text(widest).front().size() == shohin::Limits::kColumns + 1);
}

TEST_CASE("any records survive writing and reading, whole and in pieces", "[data][csv]") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 1500; ++i) {
    Records records(1 + random() % 4);
    const std::size_t columns = 2 + random() % 4;
    std::string text;
    for (Record& record : records) {
      for (std::size_t column = 0; column < columns; ++column) {
        record.push_back(any_cell(random));
        text += quoted(record.back(), random) + (column + 1 < columns ? "," : "");
      }
      text += random() % 2 == 0 ? "\n" : "\r\n";
    }
    if (random() % 2 == 0 && text.ends_with('\n'))
      text.resize(text.size() - (text.ends_with("\r\n") ? 2 : 1));
    CAPTURE(text);
    REQUIRE(read_text(text) == records);
    for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U}) REQUIRE(read_pieces(text, piece) == records);
  }
}
