// A table of loosely typed cells, as MLflow's scoring protocol sends it in one of six forms.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "text/json.h"

namespace shohin {

// Cells are borrowed from the document they were read from, or held by the frame itself (CSV).
struct Frame {
  std::vector<std::string> columns;
  std::vector<std::vector<const Json*>> rows;  // [row][column]; null for a cell that was not sent
  std::deque<Json> held{};
  // Read from a CSV as pandas reads one: its words for what is missing ("NaN", "N/A" ...) count, unless the
  // feature has such a category, and of two columns with one name the first.
  bool is_csv = false;
};

// Why a frame cannot be had, in the words of MLflow's two kinds of fault.
struct FrameFault {
  bool breaks_schema = false;  // the columns are not the model's; otherwise the request is malformed
  std::string message;
};
template <class T>
using FrameResult = tl::expected<T, FrameFault>;

// {"dataframe_split": ...}, {"dataframe_records": ...}, {"inputs": ...} or {"instances": ...}, and "params",
// which a model without such takes and ignores, as it does the "index" of a split. The document must outlive
// the frame.
FrameResult<Frame> read_frame(const Json& document);

// A CSV with a header; an empty cell is missing.
FrameResult<Frame> read_csv_frame(std::string_view text);

// Rows in the contract's order, [N x features]. Columns are matched by name, in any order; those that the
// contract does not know are dropped; one that it knows breaks the schema when it is missing and required, or
// there twice. Numbers may be texts, categories numbers, as a frame gives them.
FrameResult<std::vector<float>> frame_rows(const Frame& frame, const Contract& contract);

}  // namespace shohin
