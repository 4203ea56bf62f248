#include "http/body.h"

#include <algorithm>
#include <array>
#include <optional>

#include "text/ascii.h"

namespace shohin {
namespace {

constexpr std::size_t kPieceBytes = 16 * 1024;
constexpr std::size_t kLongestLine = 1024;  // of a chunk's size with its extensions, or a trailer
constexpr int kMostTrailers = 64;

bool read_length(Connection& connection, std::uint64_t length, const TakeBytes& take) {
  std::array<char, kPieceBytes> piece{};
  while (length > 0) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length, piece.size()));
    const auto count = connection.read_body(piece.data(), wanted);
    if (count <= 0 || !take(piece.data(), static_cast<std::size_t>(count))) return false;
    length -= static_cast<std::uint64_t>(count);
  }
  return true;
}

// A line without its CRLF, or nothing when it has no proper end or is too long.
std::optional<std::string> read_line(Connection& connection) {
  std::string line;
  char byte = 0;
  while (line.size() < kLongestLine && connection.read_body(&byte, 1) == 1) {
    if (byte == '\n') return std::nullopt;
    if (byte != '\r') {
      line += byte;
      continue;
    }
    if (connection.read_body(&byte, 1) != 1 || byte != '\n') return std::nullopt;
    return line;
  }
  return std::nullopt;
}

// Up to 15 hexadecimal digits, then nothing or an extension, which nobody needs.
std::optional<std::uint64_t> chunk_size(std::string_view line) {
  constexpr std::size_t kMostDigits = 15;
  const auto digits = line.substr(0, line.find(';'));
  const auto is_hex = [](char c) { return hex_value(c) >= 0; };
  if (digits.empty() || digits.size() > kMostDigits || !std::all_of(digits.begin(), digits.end(), is_hex)) {
    return std::nullopt;
  }
  return std::stoull(std::string(digits), nullptr, 16);
}

// Fields after the last chunk are read and dropped: they decide nothing here.
bool skip_trailers(Connection& connection) {
  for (int i = 0; i < kMostTrailers; ++i) {
    const auto line = read_line(connection);
    if (!line) return false;
    if (line->empty()) return true;
  }
  return false;
}

bool read_chunks(Connection& connection, const TakeBytes& take) {
  for (;;) {
    const auto line = read_line(connection);
    const auto size = line ? chunk_size(*line) : std::nullopt;
    if (!size) return false;
    if (*size == 0) return skip_trailers(connection);
    if (!read_length(connection, *size, take)) return false;
    const auto end = read_line(connection);
    if (!end || !end->empty()) return false;
  }
}

}  // namespace

bool read_body(Connection& connection, const RequestHead& head, const TakeBytes& take) {
  if (!head.has_body()) return true;
  if (head.expects_continue) {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    if (connection.write(kContinue.data(), kContinue.size()) < 0) return false;
  }
  if (head.chunked) return read_chunks(connection, take);
  return read_length(connection, *head.content_length, take);
}

}  // namespace shohin
