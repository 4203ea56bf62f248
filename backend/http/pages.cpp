#include "http/pages.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "digest/sha256.h"
#include "http/accept.h"
#include "http/encoding.h"
#include "http/route_table.h"
#include "text/ascii.h"
#include "text/json.h"

namespace shohin {
namespace {

constexpr std::string_view kLabel = "pages";
// ReDoc searches in a worker that it makes itself, and styles by rules that it adds to style elements, which
// are empty but for one of its parts; these are their hashes.
constexpr std::string_view kRedocPage = "/redoc/";
constexpr std::string_view kRedocWorkers = " blob:";
constexpr std::string_view kRedocStyles =
    " 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' "
    "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='";

std::string policy_of(std::string_view path) {
  const bool redoc = path.starts_with(kRedocPage);
  return "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'" +
         std::string(redoc ? kRedocWorkers : "") +
         "; connect-src 'self'; img-src 'self' blob: data:; style-src 'self'" +
         std::string(redoc ? kRedocStyles : "") +
         "; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
         "'none'";
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".xml", "application/xml"},
}};

bool is_name_byte(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; }

// /assets/NAME-HASH.EXT with a hash of eight characters, as Vite names files.
bool has_hashed_name(std::string_view path) {
  if (!path.starts_with("/assets/")) return false;
  const auto name = path.substr(path.rfind('/') + 1);
  const auto stem = name.substr(0, name.find('.'));
  constexpr std::size_t kHash = 8;
  if (stem.size() < kHash + 2 || stem[stem.size() - kHash - 1] != '-') return false;
  return std::all_of(stem.end() - kHash, stem.end(), is_name_byte);
}

Outcome<std::shared_ptr<const std::string>> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  auto bytes =
      std::make_shared<std::string>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  if (!in) return refuse(ErrorCode::kInternalError, "Cannot read " + file.string() + ".");
  return bytes;
}

// Nothing when there is no such sibling.
Outcome<std::shared_ptr<const std::string>> read_sibling(std::filesystem::path file, const char* extension) {
  file += extension;
  if (!std::filesystem::is_regular_file(file)) return nullptr;
  return read_file(file);
}

Outcome<Page> load_page(const std::filesystem::path& file, const std::string& path) {
  auto plain = read_file(file);
  auto brotli = read_sibling(file, ".br");
  auto gzip = read_sibling(file, ".gz");
  for (const auto* part : {&plain, &brotli, &gzip}) {
    if (!*part) return tl::unexpected<Error>(part->error());
  }
  return Page{.content_type = content_type_of(path),
              .sha256 = sha256_hex(**plain),
              .policy = policy_of(path),
              .is_hashed = has_hashed_name(path),
              .plain = *plain,
              .brotli = *brotli,
              .gzip = *gzip};
}

bool holds_code(std::string_view content_type) {
  return content_type.starts_with("text/html") || content_type.starts_with("text/javascript");
}

const std::shared_ptr<const std::string>& body_of(const Page& page, Encoding encoding) {
  if (encoding == Encoding::kBrotli) return page.brotli;
  return encoding == Encoding::kGzip ? page.gzip : page.plain;
}

Route page_route(std::string path, Handler handler) {
  Route route(Method::kGet, std::move(path), Role::kPublic, Accepts::kNoBody, std::move(handler));
  route.cross_origin = true;  // any page may load our script modules
  route.endpoint_label = kLabel;
  return route;
}

Route redirect_route(const std::string& path) {
  return page_route(path, [target = path + "/"](const Request&) -> Outcome<Response> {
    Response response;
    response.status = 308;
    response.headers.emplace_back("Location", target);
    response.body = std::string();
    return response;
  });
}

// HTML is for who names it, and does not prefer JSON or refuse it.
bool wants_html(const Request& request) {
  const auto html = accept_weight(request.header("accept"), "text/html");
  return html > 0 && html >= accept_weight(request.header("accept"), "application/json");
}

}  // namespace

Response page_response(const Page& page, const Request& request) {
  const auto encoding =
      choose_encoding(request.header("accept-encoding"), page.brotli != nullptr, page.gzip != nullptr);
  Response response;
  response.content_type = page.content_type;
  response.body = body_of(page, encoding);
  response.headers = {{"ETag", etag_of(page.sha256, encoding)},
                      {"Cache-Control", page.is_hashed ? "public, max-age=31536000, immutable" : "no-cache"},
                      {"Vary", "Accept-Encoding"},
                      {"Referrer-Policy", "no-referrer"}};
  if (encoding != Encoding::kIdentity)
    response.headers.emplace_back("Content-Encoding", encoding_name(encoding));
  if (holds_code(page.content_type)) response.headers.emplace_back("Content-Security-Policy", page.policy);
  return response;
}

Outcome<Pages> load_pages(const std::filesystem::path& folder) {
  Pages pages;
  std::error_code failed;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, failed)) {
    const auto extension = entry.path().extension();
    if (!entry.is_regular_file() || extension == ".br" || extension == ".gz") continue;
    const auto path = "/" + entry.path().lexically_relative(folder).generic_string();
    if (path.find_first_of("{}") != std::string::npos) continue;  // would be a pattern
    auto page = load_page(entry.path(), path);
    if (!page) return tl::unexpected<Error>(std::move(page).error());
    pages.emplace(path, std::move(*page));
  }
  return pages;
}

std::vector<Route> page_routes(const Pages& pages) {
  constexpr std::string_view kIndex = "/index.html";
  std::vector<Route> routes;
  for (const auto& [path, page] : pages) {
    const auto answer = [page = page](const Request& request) -> Outcome<Response> {
      return page_response(page, request);
    };
    routes.push_back(page_route(path, answer));
    if (path == kIndex || !path.ends_with(kIndex)) continue;
    const auto folder = path.substr(0, path.size() - kIndex.size());
    routes.push_back(page_route(folder + "/", answer));
    routes.push_back(redirect_route(folder));
  }
  return routes;
}

Route front_route(const Pages& pages, std::string endpoints_json) {
  const auto index = pages.find("/index.html");
  auto page = index == pages.end() ? std::optional<Page>() : index->second;
  return page_route(
      "/", [page, json = std::move(endpoints_json)](const Request& request) -> Outcome<Response> {
        auto response = page && wants_html(request) ? page_response(*page, request) : json_response(json);
        std::erase_if(response.headers, [](const auto& header) { return header.first == "Vary"; });
        response.headers.emplace_back("Vary", "Accept, Accept-Encoding");
        return response;
      });
}

std::string endpoints_json(const std::vector<Route>& routes, std::string_view version) {
  JsonArray endpoints;
  for (const auto& route : routes) {
    if (route.endpoint_label == kLabel) continue;
    endpoints.emplace_back(JsonObject{{"method", method_name(route.method)},
                                      {"path", route.pattern},
                                      {"role", role_name(route.role)},
                                      {"scope", scope_name(route.scope)},
                                      {"accepts", accepts_name(route.accepts)},
                                      {"body_limit", route.body_limit}});
  }
  return write_json(
      JsonObject{{"name", "shohin"}, {"version", version}, {"endpoints", std::move(endpoints)}});
}

std::string content_type_of(std::string_view name) {
  for (const auto& [extension, type] : kTypes) {
    if (name.ends_with(extension)) return std::string(type);
  }
  return "application/octet-stream";
}

}  // namespace shohin
