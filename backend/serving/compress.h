// Content codings for what is sent often and changes never.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

namespace shohin {

// The encoded bytes, or nothing when `stop` became true on the way.
std::optional<std::string> compress_brotli(std::string_view bytes, const std::atomic<bool>& stop);
std::optional<std::string> compress_gzip(std::string_view bytes, const std::atomic<bool>& stop);

}  // namespace shohin
