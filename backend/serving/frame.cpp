#include "serving/frame.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "contract/row.h"
#include "contract/value.h"
#include "data/csv.h"
#include "error/fault_text.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr std::array<std::string_view, 4> kForms = {"dataframe_split", "dataframe_records", "inputs",
                                                    "instances"};
constexpr std::string_view kExpected =
    "The input must be a JSON dictionary with exactly one of the input fields "
    "dataframe_split, dataframe_records, inputs, instances";

// What pandas.read_csv takes for missing when it is not told otherwise; sorted.
constexpr std::array<std::string_view, 18> kMissingWords = {
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
    "<NA>", "N/A",      "NA",  "NULL",    "NaN",      "None", "n/a",  "nan",    "null"};
static_assert(std::is_sorted(kMissingWords.begin(), kMissingWords.end()));

tl::unexpected<FrameFault> malformed(std::string message) {
  return tl::unexpected<FrameFault>(FrameFault{false, std::move(message)});
}

tl::unexpected<FrameFault> broken_schema(const std::string& message) {
  return tl::unexpected<FrameFault>(FrameFault{true, "Failed to enforce schema: " + message});
}

std::size_t column_of(Frame& frame, const std::string& name) {
  const auto found = std::find(frame.columns.begin(), frame.columns.end(), name);
  if (found != frame.columns.end()) return static_cast<std::size_t>(found - frame.columns.begin());
  frame.columns.push_back(name);
  return frame.columns.size() - 1;
}

FrameResult<Frame> read_split(const Json& split) {
  if (!split.is_object()) return malformed("Dataframe split format must be a dictionary.");
  for (const auto& [name, value] : split.as_object()) {
    if (name != "columns" && name != "data" && name != "index") {
      return malformed(
          "Dataframe split format must have 'data' field and optionally 'columns' and 'index' "
          "fields, not '" +
          name + "'.");
    }
  }
  const auto& data = split["data"];
  if (!data.is_array()) return malformed("Dataframe split format must have 'data', a list of rows.");
  Frame frame;
  for (const auto& name : split["columns"].as_array()) {
    frame.columns.push_back(name.is_string() ? name.as_string() : write_json(name));
  }
  for (const auto& row : data.as_array()) {
    if (!row.is_array()) return malformed("Each row of 'data' must be a list of values.");
    std::vector<const Json*> cells;
    for (const auto& cell : row.as_array()) cells.push_back(&cell);
    if (split["columns"].is_array() && cells.size() != frame.columns.size()) {
      return malformed(std::to_string(frame.columns.size()) + " columns passed, a row of 'data' has " +
                       std::to_string(cells.size()) + ".");
    }
    frame.rows.push_back(std::move(cells));
  }
  return frame;
}

FrameResult<Frame> read_records(const JsonArray& records) {
  Frame frame;
  for (const auto& record : records) {
    if (!record.is_object()) return malformed("Each record must be an object of column names and values.");
    std::vector<const Json*> cells(frame.columns.size(), nullptr);
    for (const auto& [name, value] : record.as_object()) {
      const auto column = column_of(frame, name);
      if (column >= cells.size()) cells.resize(column + 1, nullptr);
      cells[column] = &value;
    }
    frame.rows.push_back(std::move(cells));
  }
  return frame;
}

// {"a": [1, 2], "b": [3, 4]}, or one row: {"a": 1, "b": 3}.
FrameResult<Frame> read_columns(const JsonObject& columns) {
  Frame frame;
  std::optional<std::size_t> count;
  for (const auto& [name, values] : columns) {
    const auto size = values.is_array() ? values.as_array().size() : 1;
    if (count && *count != size) {
      return malformed("The length of values for each input/column name are not the same");
    }
    count = size;
    frame.columns.push_back(name);
  }
  frame.rows.resize(count.value_or(0));
  for (const auto& [name, values] : columns) {
    if (values.is_array()) {
      for (std::size_t i = 0; i < *count; ++i) frame.rows[i].push_back(&values.as_array()[i]);
    } else {
      frame.rows[0].push_back(&values);
    }
  }
  return frame;
}

// MLflow takes a list for a matrix of numbers first, then finds that it has no names.
bool is_tensor(const Json& given) {
  if (!given.is_array()) return !given.is_string() && !given.is_object();
  return std::all_of(given.as_array().begin(), given.as_array().end(), is_tensor);
}

FrameResult<Frame> read_tensors(const Json& given, std::string_view form) {
  if (given.is_object()) return read_columns(given.as_object());
  const bool records = given.is_array() && !given.as_array().empty() && given.as_array()[0].is_object();
  if (records) return read_records(given.as_array());
  const auto message = "'" + std::string(form) +
                       "' must be a list of objects or an object of lists: this model's inputs have names.";
  return is_tensor(given) ? broken_schema(message) : malformed(message);
}

std::string text_of(const Json& cell) {
  if (cell.is_string()) return cell.as_string();
  if (cell.is_number()) return print_number(cell.as_number());
  if (cell.is_bool()) return cell.as_bool() ? "1" : "0";
  return write_json(cell);
}

bool is_missing(const Json* cell, const Feature& feature, bool is_csv) {
  if (cell == nullptr || cell->is_null()) return true;
  if (!is_csv || !std::binary_search(kMissingWords.begin(), kMissingWords.end(), cell->as_string()))
    return false;
  return !category_value(feature, cell->as_string()).has_value();
}

std::string missing_columns(const Frame& frame, const Contract& contract) {
  std::string names;
  for (const auto& feature : contract.features) {
    const bool there =
        std::find(frame.columns.begin(), frame.columns.end(), feature.name) != frame.columns.end();
    if (feature.required && !there) names += (names.empty() ? "'" : ", '") + feature.name + "'";
  }
  return names;
}

// [feature]; the number of columns for one that is not there.
FrameResult<std::vector<std::size_t>> find_columns(const Frame& frame, const Contract& contract) {
  if (const auto missing = missing_columns(frame, contract); !missing.empty()) {
    return broken_schema("Model is missing inputs [" + missing + "].");
  }
  std::vector<std::size_t> places;
  for (const auto& feature : contract.features) {
    const auto found = std::find(frame.columns.begin(), frame.columns.end(), feature.name);
    const bool twice = !frame.is_csv && found != frame.columns.end() &&
                       std::find(found + 1, frame.columns.end(), feature.name) != frame.columns.end();
    if (twice) return broken_schema("The column '" + feature.name + "' is there twice.");
    places.push_back(static_cast<std::size_t>(found - frame.columns.begin()));
  }
  return places;
}

}  // namespace

FrameResult<Frame> read_frame(const Json& document) {
  if (!document.is_object()) {
    return malformed(std::string(kExpected) + ". Received a " + std::string(document.type_name()) + ".");
  }
  std::string_view form;
  std::size_t count = 0;
  for (const auto name : kForms) {
    if (!document.has(name)) continue;
    form = name;
    ++count;
  }
  if (count != 1)
    return malformed(std::string(kExpected) + ". Received " + std::to_string(count) + " of them.");
  const auto& given = document[form];
  if (form == "dataframe_split") return read_split(given);
  if (form != "dataframe_records") return read_tensors(given, form);
  if (!given.is_array()) return malformed("Dataframe records format must be a list of records.");
  return read_records(given.as_array());
}

FrameResult<Frame> read_csv_frame(std::string_view text) {
  CsvReader reader(text);
  Frame frame;
  frame.is_csv = true;
  const auto next = [&]() -> FrameResult<bool> {
    const auto more = reader.next();
    if (!more)
      return malformed("Failed to parse input as a Pandas DataFrame: " + english(more.error().first()));
    return *more;
  };
  const auto header = next();
  if (!header) return tl::unexpected<FrameFault>(header.error());
  if (!*header)
    return malformed("Failed to parse input as a Pandas DataFrame: no columns to parse from file");
  for (const auto cell : reader.cells()) frame.columns.emplace_back(cell);
  for (;;) {
    const auto more = next();
    if (!more) return tl::unexpected<FrameFault>(more.error());
    if (!*more) return frame;
    if (reader.cells().size() > frame.columns.size()) {
      return malformed("Failed to parse input as a Pandas DataFrame: row " + std::to_string(reader.row()) +
                       " has more cells than the header.");
    }
    auto& row = frame.rows.emplace_back();
    for (const auto cell : reader.cells()) {
      row.push_back(cell.empty() ? nullptr : &frame.held.emplace_back(Json(cell)));
    }
  }
}

FrameResult<std::vector<float>> frame_rows(const Frame& frame, const Contract& contract) {
  const auto found = find_columns(frame, contract);
  if (!found) return tl::unexpected<FrameFault>(found.error());
  const auto& places = *found;
  std::vector<float> rows;
  rows.reserve(frame.rows.size() * contract.features.size());
  for (std::size_t i = 0; i < frame.rows.size(); ++i) {
    for (std::size_t f = 0; f < places.size(); ++f) {
      const auto* cell = places[f] < frame.rows[i].size() ? frame.rows[i][places[f]] : nullptr;
      const bool missing = is_missing(cell, contract.features[f], frame.is_csv);
      const auto value = read_cell(contract.features[f], missing ? std::string() : text_of(*cell));
      if (!value) {
        auto fault = value.error().first();
        fault.row = i + 1;
        return malformed(english(fault));
      }
      rows.push_back(*value);
    }
  }
  return rows;
}

}  // namespace shohin
