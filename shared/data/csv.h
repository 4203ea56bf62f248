// RFC 4180 records, one at a time and in constant memory.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fault/fault.h"

namespace shohin {

// Lines end in LF or CRLF; a byte order mark is passed over, and so are blank lines (they count as rows) when
// there are several columns. Hostile text is safe.
class CsvReader {
 public:
  // Gives the next piece of the text, of any size; empty at the end. A piece must live until the next call.
  using More = std::function<std::string_view()>;

  // The text must outlive the reader.
  explicit CsvReader(std::string_view text);
  // Holds one record and one piece at a time.
  explicit CsvReader(More more);
  CsvReader(const CsvReader&) = delete;  // the cells lie in its own buffer
  CsvReader& operator=(const CsvReader&) = delete;

  // Reads the next record, the header first; false at the end. Fails with kBadSyntax (quotes), kBadUtf8 or
  // kTooLarge (a record of many megabytes, or more cells than a table may have columns); after a fault the
  // reader is spent.
  Result<bool> next();

  // The cells of the record without their quotes, valid until the next call of next().
  [[nodiscard]] std::span<const std::string_view> cells() const { return cells_; }
  // 0 for the header, then 1, 2, ...
  [[nodiscard]] std::uint64_t row() const { return row_; }

 private:
  enum class Scan : std::uint8_t { kDone, kNeedsMore, kBroken, kTooWide };

  Result<bool> scan_whole_record();
  Scan scan_record();
  Scan scan_cell(bool& ends_record);
  Scan scan_quoted(bool& ends_record);
  Scan end_quoted(std::string_view inside, bool has_quotes, bool& ends_record);
  Scan end_text(std::string_view cell, bool& ends_record);
  bool refill();
  [[nodiscard]] bool is_blank() const { return cells_.size() == 1 && cells_.front().empty(); }
  [[nodiscard]] Fault fault_here(FaultCode code) const;

  More more_;
  bool has_more_ = false;
  std::string buffer_;       // a record that began in an earlier piece, when there are pieces
  std::string_view window_;  // what is left of the text, or of the buffer
  std::size_t at_ = 0;       // in the window
  std::vector<std::string_view> cells_;
  std::deque<std::string> unquoted_;  // cells that had doubled quotes
  std::size_t unquoted_count_ = 0;
  std::size_t header_cells_ = 0;
  std::uint64_t row_ = 0;
};

}  // namespace shohin
