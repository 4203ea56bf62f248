// W3C Trace Context: the trace that a request belongs to, carried from its header into log and answer.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace shohin {

struct TraceContext {
  std::array<char, 32> trace_id{};  // hexadecimal digits in lower case
  std::array<char, 2> flags{};

  [[nodiscard]] std::string_view id() const { return {trace_id.data(), trace_id.size()}; }
};

// Reads "00-<trace id>-<parent id>-<flags>", and of later versions what this one knows. Nothing for what the
// standard says to ignore: other lengths and characters, ids of zeros only, version ff.
std::optional<TraceContext> parse_traceparent(std::string_view header);

// The same trace with our own span, whose id has 16 hexadecimal digits.
std::string traceparent_text(const TraceContext& trace, std::string_view span_id);

}  // namespace shohin
