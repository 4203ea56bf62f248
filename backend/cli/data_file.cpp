#include "cli/data_file.h"

#include <utility>

#include "cli/input_file.h"
#include "contract/limits.h"

namespace shohin {

Outcome<Table> read_data_file(const std::filesystem::path& path, const Contract& contract, Labels labels) {
  const auto text = read_input(path, Limits::kCsvBytes);
  if (!text) return tl::unexpected<Error>(text.error());
  auto table = path.extension() == ".json" ? read_json_rows(*text, contract, labels)
                                           : read_csv(*text, contract, labels);
  if (!table) return found_bad(path, table.error());
  return std::move(*table);
}

}  // namespace shohin
