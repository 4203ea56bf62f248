#include "http/trace_context.h"

#include <algorithm>

#include "text/ascii.h"

namespace shohin {
namespace {

constexpr std::size_t kLength = 55;  // of version 00: 2 + 1 + 32 + 1 + 16 + 1 + 2

bool is_hex(std::string_view text) { return std::all_of(text.begin(), text.end(), is_lower_hex_digit); }

bool is_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

bool has_known_length(std::string_view header, std::string_view version) {
  if (version == "00") return header.size() == kLength;
  return header.size() == kLength || (header.size() > kLength && header[kLength] == '-');
}

}  // namespace

std::optional<TraceContext> parse_traceparent(std::string_view header) {
  if (header.size() < kLength) return std::nullopt;
  const auto version = header.substr(0, 2);
  const auto trace = header.substr(3, 32);
  const auto parent = header.substr(36, 16);
  const auto flags = header.substr(53, 2);
  if (header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  if (!is_hex(version) || version == "ff" || !has_known_length(header, version)) return std::nullopt;
  if (!is_hex(trace) || is_zero(trace) || !is_hex(parent) || is_zero(parent) || !is_hex(flags))
    return std::nullopt;
  TraceContext context;
  std::copy(trace.begin(), trace.end(), context.trace_id.begin());
  std::copy(flags.begin(), flags.end(), context.flags.begin());
  return context;
}

std::string traceparent_text(const TraceContext& trace, std::string_view span_id) {
  std::string text = "00-";
  text.append(trace.id()).append("-").append(span_id).append("-");
  return text.append(trace.flags.data(), trace.flags.size());
}

}  // namespace shohin
