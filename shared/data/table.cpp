#include "data/table.h"

#include <array>
#include <cassert>
#include <cmath>
#include <cstring>

#include "digest/sha256.h"

namespace shohin {
namespace {

constexpr std::uint32_t kNan = 0x7FC00000U;  // the one pattern

// Feeds little-endian numbers to a digest, a few thousand bytes at a time.
class NumberDigest {
 public:
  void add(std::uint32_t value) {
    if (used_ == buffer_.size()) flush();
    for (std::uint32_t shift = 0; shift < 32; shift += 8) {
      buffer_[used_++] = static_cast<std::uint8_t>(value >> shift & 0xFFU);
    }
  }
  void add(float value) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    add(std::isnan(value) ? kNan : value == 0 ? 0U : bits);
  }
  void add_text(std::string_view text) {
    flush();
    sha_.add(text);
  }
  std::string finish_hex() {
    flush();
    return sha_.finish_hex();
  }

 private:
  void flush() {
    sha_.add(std::span<const std::uint8_t>(buffer_).first(used_));
    used_ = 0;
  }

  Sha256 sha_;
  std::array<std::uint8_t, 4096> buffer_{};
  std::size_t used_ = 0;
};

}  // namespace

std::uint32_t Table::row_count() const {
  return columns.empty() ? 0 : static_cast<std::uint32_t>(columns.front().size());
}

void Table::copy_row(std::uint32_t index, std::span<float> row) const {
  assert(row.size() == columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) row[i] = columns[i][index];
}

Table take_rows(const Table& table, std::span<const std::uint32_t> rows) {
  Table taken;
  taken.contract = table.contract;
  taken.columns.resize(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    taken.columns[i].reserve(rows.size());
    for (const std::uint32_t row : rows) taken.columns[i].push_back(table.columns[i][row]);
  }
  const auto take = [&](const auto& from, auto& to) {
    if (from.empty()) return;
    to.reserve(rows.size());
    for (const std::uint32_t row : rows) to.push_back(from[row]);
  };
  take(table.labels, taken.labels);
  take(table.weights, taken.weights);
  return taken;
}

std::string data_digest(const Table& table) {
  NumberDigest digest;
  digest.add(table.row_count());
  digest.add(std::uint32_t{0});  // the row count has 64 bits
  for (const std::vector<float>& column : table.columns) {
    for (const float value : column) digest.add(value);
  }
  for (const std::uint32_t label : table.labels) digest.add(label);
  for (const float weight : table.weights) digest.add(weight);
  digest.add_text(canonical_contract(table.contract));
  return digest.finish_hex();
}

}  // namespace shohin
