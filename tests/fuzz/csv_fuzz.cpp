// Proves that no text crashes the CSV reader, that pieces of any size give the records of the whole, and that
// a table which is read has whole columns and known labels.
#include <cstddef>
#include <cstdint>

#include "data/csv.h"
#include "data/table.h"
#include "require.h"

namespace {

using namespace shohin;

// Everything that a reader gives, with marks between.
std::string transcript(CsvReader reader) {
  std::string all;
  while (true) {
    const auto more = reader.next();
    if (!more) return all + "!" + std::string(code_name(more.error().first().code));
    if (!*more) return all;
    all += std::to_string(reader.row()) + ":";
    for (const std::string_view cell : reader.cells()) all.append(cell).append("|");
  }
}

std::string transcript_of_pieces(std::string_view text, std::size_t piece) {
  std::string current;
  return transcript(CsvReader([&]() -> std::string_view {
    current = text.substr(0, piece);
    text.remove_prefix(current.size());
    return current;
  }));
}

const Contract& contract() {
  static const Contract made = parse_contract(R"({"schema": "shohin.contract/1", "name": "t", "version": 1,
    "features": [{"name": "a", "kind": "numeric", "min": -5, "max": 5},
      {"name": "b", "kind": "ordinal", "min": 0, "max": 9, "required": false},
      {"name": "c", "kind": "categorical", "categories": ["x", "y"], "required": false}],
    "target": {"name": "d", "classes": [{"name": "p"}, {"name": "q"}]}})")
                                   .value();
  return made;
}

void check_table(std::string_view text) {
  const auto table = read_csv(text, contract(), Labels::kOptional);
  if (!table) return;
  require(table->row_count() > 0);
  for (const auto& column : table->columns) require(column.size() == table->row_count());
  for (const std::uint32_t label : table->labels) require(label < 2);
  require(data_digest(*table).size() == 64);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t piece = 1U + data[0] % 16U;
  require(transcript(CsvReader(text)) == transcript_of_pieces(text, piece));
  check_table(text);
  return 0;
}
