#include "tracking/artifact_response.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "http/url.h"
#include "text/ascii.h"

namespace shohin {
namespace {

constexpr std::string_view kText = "text/plain; charset=utf-8";

std::string_view type_of(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {"txt", kText},
      {"log", kText},
      {"err", kText},
      {"cfg", kText},
      {"conf", kText},
      {"cnf", kText},
      {"cf", kText},
      {"ini", kText},
      {"properties", kText},
      {"prop", kText},
      {"hocon", kText},
      {"toml", kText},
      {"yaml", kText},
      {"yml", kText},
      {"xml", kText},
      {"json", kText},
      {"js", kText},
      {"py", kText},
      {"py3", kText},
      {"csv", kText},
      {"tsv", kText},
      {"md", kText},
      {"rst", kText},
      {"ipynb", kText},
      {"sh", kText},
      {"css", "text/css; charset=utf-8"},
      {"html", "text/html; charset=utf-8"},
      {"htm", "text/html; charset=utf-8"},
      {"png", "image/png"},
      {"jpg", "image/jpeg"},
      {"jpeg", "image/jpeg"},
      {"gif", "image/gif"},
      {"svg", "image/svg+xml"},
      {"webp", "image/webp"},
      {"bmp", "image/bmp"},
      {"tiff", "image/tiff"},
      {"mp4", "video/mp4"},
      {"webm", "video/webm"},
      {"mp3", "audio/mpeg"},
      {"ogg", "audio/ogg"},
      {"wav", "audio/x-wav"},
      {"zip", "application/zip"},
      {"pdf", "application/pdf"},
  };
  if (name == "MLmodel" || name == "MLproject") return kText;
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return "application/octet-stream";
  const auto lower = lower_case(name.substr(dot + 1));
  for (const auto& [ending, type] : kTypes) {
    if (lower == ending) return type;
  }
  return "application/octet-stream";
}

// RFC 6266: a plain name for old clients, and the whole one percent-encoded.
std::string disposition_of(std::string_view name) {
  std::string plain(name);
  const auto is_plain = [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
  };
  std::replace_if(plain.begin(), plain.end(), std::not_fn(is_plain), '_');
  const std::string disposition = "attachment; filename=\"" + plain + "\"";
  return plain == name ? disposition : disposition + "; filename*=UTF-8''" + percent_encode(name);
}

std::string http_date(std::int64_t milliseconds) {
  const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

}  // namespace

Response artifact_response(const ArtifactFile& file) {
  const auto& path = file.artifact.path;
  const auto slash = path.rfind('/');
  const auto name =
      slash == std::string::npos ? std::string_view(path) : std::string_view(path).substr(slash + 1);
  Response response;
  response.content_type = type_of(name);
  response.headers = {{"ETag", "\"" + file.artifact.sha256 + "\""},
                      {"Last-Modified", http_date(file.artifact.modified_time)},
                      {"Cache-Control", "no-cache"},
                      {"Content-Disposition", disposition_of(name)},
                      {"Content-Security-Policy", "sandbox; default-src 'none'"}};
  response.body = FileBody{file.file, file.artifact.size};
  return response;
}

}  // namespace shohin
