#include "data/csv.h"

#include <array>
#include <cstring>
#include <utility>

#include "contract/limits.h"
#include "text/utf8.h"

namespace shohin {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kShownBytes = 40;
constexpr std::size_t kMostCells = Limits::kColumns + 1;  // the features and the label

// What ends a cell without quotes, or may not stand in it.
constexpr std::array<bool, 256> make_special() {
  std::array<bool, 256> special{};
  for (const char c : {',', '\n', '"'}) special[static_cast<unsigned char>(c)] = true;
  return special;
}
constexpr std::array<bool, 256> kIsSpecial = make_special();

std::string_view without_return(std::string_view cell) {
  if (cell.ends_with('\r')) cell.remove_suffix(1);
  return cell;
}

// The text up to the end of its line, cut between characters.
std::string shown(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  std::size_t end = 0;
  while (end < text.size() && end < kShownBytes) {
    const std::size_t size = utf8_character_size(text.substr(end));
    if (size == 0) break;
    end += size;
  }
  return std::string(text.substr(0, end));
}

Fault beyond(std::string field, std::uint64_t value, std::uint64_t limit, std::uint64_t row) {
  return {.code = FaultCode::kTooLarge,
          .field = std::move(field),
          .value = std::to_string(value),
          .expected = std::to_string(limit),
          .row = row};
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : window_(text) {
  if (window_.starts_with(kByteOrderMark)) window_.remove_prefix(kByteOrderMark.size());
}

CsvReader::CsvReader(More more) : more_(std::move(more)), has_more_(true) {
  while (window_.size() < kByteOrderMark.size() && refill()) {
  }
  if (window_.starts_with(kByteOrderMark)) window_.remove_prefix(kByteOrderMark.size());
}

// Grows the window by at least its own size, so that pieces of a byte each do not cost a square.
bool CsvReader::refill() {
  if (!has_more_) return false;
  std::string grown(window_);
  const std::size_t enough = 2 * grown.size() + 1;
  while (has_more_ && grown.size() < enough) {
    const std::string_view piece = more_();
    has_more_ = !piece.empty();
    grown += piece;
  }
  const bool has_grown = grown.size() > window_.size();
  buffer_ = std::move(grown);
  window_ = buffer_;
  return has_grown;
}

Fault CsvReader::fault_here(FaultCode code) const {
  return {.code = code,
          .value = shown(window_.substr(at_)),
          .row = row_,
          .column = static_cast<std::uint32_t>(cells_.size() + 1)};
}

Result<bool> CsvReader::next() {
  if (header_cells_ > 0) ++row_;
  while (true) {
    Result<bool> read = scan_whole_record();
    if (!read || !*read) return read;
    if (header_cells_ > 0 && is_blank() && header_cells_ > 1) {
      ++row_;
    } else if (header_cells_ > 0 || !is_blank()) {
      break;
    }
  }
  if (header_cells_ == 0) header_cells_ = cells_.size();
  return true;
}

Result<bool> CsvReader::scan_whole_record() {
  if (window_.empty() && !refill()) return false;
  Scan scan = scan_record();
  while (scan == Scan::kNeedsMore && window_.size() <= Limits::kRecordBytes) {
    (void)refill();  // at the end of the text nothing comes, and the scan then ends the record
    scan = scan_record();
  }
  if (scan == Scan::kTooWide) return fail(beyond("columns", cells_.size(), kMostCells, row_));
  if (at_ > Limits::kRecordBytes || scan == Scan::kNeedsMore) {
    return fail(beyond("bytes", window_.size(), Limits::kRecordBytes, row_));
  }
  if (scan == Scan::kBroken) return fail(fault_here(FaultCode::kBadSyntax));
  if (!is_utf8(window_.substr(0, at_))) return fail({.code = FaultCode::kBadUtf8, .row = row_});
  window_.remove_prefix(at_);
  return true;
}

CsvReader::Scan CsvReader::scan_record() {
  at_ = 0;
  cells_.clear();
  unquoted_count_ = 0;
  bool ends_record = false;
  while (!ends_record) {
    const bool is_quoted = at_ < window_.size() && window_[at_] == '"';
    const Scan scan = is_quoted ? scan_quoted(ends_record) : scan_cell(ends_record);
    if (scan != Scan::kDone) return scan;
    if (cells_.size() > kMostCells) return Scan::kTooWide;
  }
  return Scan::kDone;
}

CsvReader::Scan CsvReader::scan_cell(bool& ends_record) {
  const char* const start = window_.data() + at_;
  const char* const end = window_.data() + window_.size();
  const char* at = start;
  while (at != end && !kIsSpecial[static_cast<unsigned char>(*at)]) ++at;
  const std::string_view cell(start, static_cast<std::size_t>(at - start));
  if (at == end) return end_text(without_return(cell), ends_record);
  if (*at == '"') {
    at_ += cell.size();
    return Scan::kBroken;
  }
  at_ += cell.size() + 1;
  ends_record = *at == '\n';
  cells_.push_back(ends_record ? without_return(cell) : cell);
  return Scan::kDone;
}

// The window ends here: so does the record, if that is the end of the text.
CsvReader::Scan CsvReader::end_text(std::string_view cell, bool& ends_record) {
  if (has_more_) return Scan::kNeedsMore;
  at_ = window_.size();
  cells_.push_back(cell);
  ends_record = true;
  return Scan::kDone;
}

CsvReader::Scan CsvReader::scan_quoted(bool& ends_record) {
  const char* const start = window_.data() + at_ + 1;
  const char* const end = window_.data() + window_.size();
  bool has_quotes = false;
  const char* at = start;
  while (at != end) {
    at = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
    if (at == nullptr) break;
    if (at + 1 == end && has_more_) return Scan::kNeedsMore;
    if (at + 1 == end || at[1] != '"') {
      return end_quoted({start, static_cast<std::size_t>(at - start)}, has_quotes, ends_record);
    }
    has_quotes = true;
    at += 2;
  }
  return has_more_ ? Scan::kNeedsMore : Scan::kBroken;
}

CsvReader::Scan CsvReader::end_quoted(std::string_view inside, bool has_quotes, bool& ends_record) {
  const std::string_view rest = window_.substr(at_ + inside.size() + 2);
  if (rest.size() < 2 && has_more_) return Scan::kNeedsMore;
  const bool ends_line = rest.starts_with('\n') || rest.starts_with("\r\n");
  if (!rest.empty() && !ends_line && rest.front() != ',' && rest != "\r") return Scan::kBroken;
  if (has_quotes) {
    if (unquoted_count_ == unquoted_.size()) unquoted_.emplace_back();
    std::string& text = unquoted_[unquoted_count_++];
    text.clear();
    for (std::size_t i = 0; i < inside.size(); i += inside[i] == '"' ? 2 : 1) text += inside[i];
    inside = text;
  }
  if (rest.empty() || rest == "\r") return end_text(inside, ends_record);
  cells_.push_back(inside);
  ends_record = ends_line;
  at_ = window_.size() - rest.size() + (rest.front() == '\r' ? 2 : 1);
  return Scan::kDone;
}

}  // namespace shohin
