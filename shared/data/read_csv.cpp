#include <algorithm>

#include "contract/limits.h"
#include "data/csv.h"
#include "data/csv_rows.h"
#include "data/table_builder.h"

namespace shohin {
namespace {

// At most as many rows as there are line ends, and a row has a byte for each of its cells.
std::uint64_t most_rows_of(std::string_view text, std::size_t columns) {
  const auto lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  return std::min<std::uint64_t>(lines, text.size() / columns + 1);
}

Result<Table> read_rows(CsvReader& reader, const CsvRows& rows, TableBuilder& builder, std::size_t features) {
  Faults faults;
  std::vector<float> values(features);
  std::uint32_t label = 0;
  while (true) {
    const Result<bool> read = reader.next();
    if (!read) faults.add(read.error().first());
    if (!read || !*read) break;
    const bool is_good = rows.read(reader.cells(), reader.row(), values, label, faults);
    if (!is_good || builder.add(values, label)) continue;
    faults.add(builder.too_many_rows());
    break;
  }
  if (!faults.empty()) return fail(std::move(faults));
  return builder.finish();
}

// `guess` makes a number of rows, to make room for, from the number of columns.
template <class Guess>
Result<Table> read_table(CsvReader& reader, const Contract& contract, Labels labels, Guess guess) {
  const Result<bool> header = reader.next();
  if (!header) return fail(header.error());
  if (!*header) return fail({.code = FaultCode::kEmpty, .field = "header"});
  const Result<CsvRows> rows = CsvRows::match(reader.cells(), contract, labels);
  if (!rows) return fail(rows.error());
  TableBuilder builder(contract, rows->is_labelled());
  for (std::uint32_t i = 0; i < contract.features.size(); ++i) {
    if (!rows->has_feature(i)) builder.leave_out(i);
  }
  builder.reserve(guess(reader.cells().size()));
  return read_rows(reader, *rows, builder, contract.features.size());
}

}  // namespace

Result<void> check_data_size(std::uint64_t bytes) {
  if (bytes <= Limits::kCsvBytes) return {};
  return fail({.code = FaultCode::kTooLarge,
               .field = "bytes",
               .value = std::to_string(bytes),
               .expected = std::to_string(Limits::kCsvBytes)});
}

Result<Table> read_csv(std::string_view text, const Contract& contract, Labels labels) {
  if (const Result<void> size = check_data_size(text.size()); !size) return fail(size.error());
  CsvReader reader(text);
  return read_table(reader, contract, labels,
                    [text](std::size_t columns) { return most_rows_of(text, columns); });
}

Result<Table> read_csv(const std::function<std::string_view()>& more, const Contract& contract,
                       Labels labels) {
  CsvReader reader(more);
  return read_table(reader, contract, labels, [](std::size_t) { return std::uint64_t{0}; });
}

}  // namespace shohin
