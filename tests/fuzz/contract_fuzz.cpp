// Proves that no text crashes the contract's reader, that what it reads survives writing and reading, and
// that no row crashes the checks.
#include <cstddef>
#include <cstdint>

#include "contract/row.h"
#include "require.h"

namespace {

using namespace shohin;

void check_rows(const Contract& contract, const Json& rows) {
  for (const auto& row : {read_row(contract, rows), read_row_values(contract, rows)}) {
    if (row) require(row->size() == contract.features.size());
    if (!row) require(!row.error().empty());
  }
  for (const Feature& feature : contract.features) (void)read_cell(feature, rows.as_string());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = parse_json({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  const Json& wrapped = (*document)["contract"];
  const auto contract = read_contract(wrapped.is_null() ? *document : wrapped);
  if (!contract) return 0;
  const auto again = read_contract(contract_json(*contract));
  require(again.has_value() && *again == *contract);
  require(parse_json(canonical_contract(*contract)).has_value());
  check_rows(*contract, (*document)["row"]);
  return 0;
}
