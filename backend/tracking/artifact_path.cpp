#include "tracking/artifact_path.h"

#include <utility>

#include "text/ascii.h"
#include "text/utf8.h"
#include "tracking/names.h"

namespace shohin {
namespace {

constexpr std::string_view kScheme = "mlflow-artifacts:/";
constexpr std::size_t kPathBytes = 1024;

tl::unexpected<Error> refuse_path() { return refuse(ErrorCode::kInvalidParameterValue, "Invalid path"); }

std::string decode_once(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape =
        text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    decoded += is_escape ? static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])) : text[i];
    if (is_escape) i += 2;
  }
  return decoded;
}

bool is_good(std::string_view path) {
  return is_normal_path(path) && path.find_first_of("\\#") == std::string_view::npos && is_utf8(path) &&
         !has_control_characters(path);
}

bool has_upward_part(std::string_view text) {
  for (;;) {
    const auto end = text.find_first_of("/\\");
    if (text.substr(0, end) == "..") return true;
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

bool climbs(std::string_view name) {
  std::string text(name);
  for (;;) {
    if (has_upward_part(text) || text.find('\0') != std::string::npos) return true;
    auto decoded = decode_once(text);
    if (decoded == text) return false;
    text = std::move(decoded);
  }
}

// Somebody who decodes a stored path once more must not climb either. Each round shortens the text, so it
// ends.
Outcome<void> check_artifact_path(std::string_view path) {
  if (path.size() > kPathBytes || !is_good(path) || climbs(path)) return refuse_path();
  std::string text(path);
  for (auto decoded = decode_once(text); decoded != text; decoded = decode_once(text)) {
    text = std::move(decoded);
    if (!is_normal_path(text) || text.find('\0') != std::string::npos) return refuse_path();
  }
  return {};
}

Outcome<std::string> path_of_uri(std::string_view uri) {
  if (!uri.starts_with(kScheme)) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "A location is mlflow-artifacts:/<path> on this server; nothing else is accepted.");
  }
  const auto path = uri.substr(kScheme.size());
  if (path.find_first_of("?;") != std::string_view::npos) return refuse_path();
  if (auto good = check_artifact_path(path); !good) return tl::unexpected(good.error());
  return std::string(path);
}

std::string uri_of_path(std::string_view path) { return std::string(kScheme) + std::string(path); }

}  // namespace shohin
