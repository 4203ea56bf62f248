#include "import_mlflow/places.h"

#include "http/url.h"
#include "tracking/artifact_path.h"

namespace shohin {
namespace {

constexpr std::string_view kProxied = "mlflow-artifacts:";
constexpr std::string_view kFile = "file:";

// "//host/a/b" -> "a/b", "/a/b" -> "a/b"
std::string_view without_host(std::string_view text) {
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const auto slash = text.find('/');
    text.remove_prefix(slash == std::string_view::npos ? text.size() : slash);
  }
  while (text.starts_with('/')) text.remove_prefix(1);
  while (text.ends_with('/')) text.remove_suffix(1);
  return text;
}

// "file:///a%20b" -> "/a b"
std::filesystem::path local_path(std::string_view uri) {
  if (!uri.starts_with(kFile)) return uri;
  return "/" + percent_decode(without_host(uri.substr(kFile.size()))).value_or("");
}

std::optional<std::string> path_below(const std::filesystem::path& folder, std::string_view uri,
                                      std::string_view usual) {
  const auto place = local_path(uri).lexically_normal();
  const auto below = place.lexically_relative(std::filesystem::absolute(folder).lexically_normal());
  if (place.is_absolute() && !below.empty() && *below.begin() != "..") return below.generic_string();
  const auto text = place.generic_string();
  if (text == usual || text.ends_with("/" + std::string(usual))) return std::string(usual);
  return std::nullopt;
}

}  // namespace

Place place_of(std::string_view uri, std::string_view usual, const std::filesystem::path& folder) {
  const bool is_proxied = uri.starts_with(kProxied);
  const bool is_elsewhere =
      !is_proxied && !uri.starts_with(kFile) && uri.find("://") != std::string_view::npos;
  if (is_elsewhere) return {std::string(uri), std::nullopt};
  auto path = is_proxied ? std::optional(std::string(without_host(uri.substr(kProxied.size()))))
                         : path_below(folder, uri, usual);
  if (!path || !check_artifact_path(*path)) return {uri_of_path(usual), std::nullopt};
  return {uri_of_path(*path), std::move(path)};
}

}  // namespace shohin
