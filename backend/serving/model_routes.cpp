#include "serving/model_routes.h"

#include <array>
#include <ctime>

#include "http/encoding.h"
#include "serving/scoring_routes.h"
#include "text/json.h"

namespace shohin {
namespace {

// The first engine that reads what this one writes.
constexpr std::string_view kMinimumEngine = "0.1.0";
constexpr std::string_view kProduction = "production";
constexpr std::string_view kAlways = "public, max-age=31536000, immutable";
constexpr std::string_view kAsk = "no-cache";

using Served = std::shared_ptr<const ServedModel>;

std::string iso_time(std::int64_t milliseconds) {
  const std::time_t seconds = milliseconds / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

void add_file_headers(Response& response, std::string_view sha256, Encoding encoding,
                      std::string_view caching) {
  response.content_type = "application/octet-stream";
  response.headers = {{"ETag", etag_of(sha256, encoding)},
                      {"Cache-Control", std::string(caching)},
                      {"Vary", "Accept-Encoding"},
                      {"Content-Disposition", "attachment; filename=\"model.onnx\""}};
  if (encoding != Encoding::kIdentity)
    response.headers.emplace_back("Content-Encoding", encoding_name(encoding));
}

Response served_file(const ServedModel& model, const Request& request, std::string_view caching) {
  const auto brotli = model.encoded->brotli();
  const auto gzip = model.encoded->gzip();
  const auto encoding =
      choose_encoding(request.header("accept-encoding"), brotli != nullptr, gzip != nullptr);
  Response response;
  response.body = encoding == Encoding::kBrotli ? brotli : encoding == Encoding::kGzip ? gzip : model.file;
  add_file_headers(response, model.identity.sha256, encoding, caching);
  return response;
}

Response stored_file(const VersionFile& version, std::string_view caching) {
  Response response;
  response.body = FileBody{version.path, version.size};
  add_file_headers(response, version.sha256, Encoding::kIdentity, caching);
  return response;
}

// Which version a request means: /models/production/..., /models/{name}/production/..., or both named.
struct Asked {
  std::string name;
  std::string version;
};

Asked asked_of(const ModelShelf& shelf, const Request& request) {
  const auto& given = request.parameters;
  return {given.empty() ? shelf.default_model : given[0],
          given.size() < 2 ? std::string(kProduction) : given[1]};
}

// The served model when the request means that one: the database is not asked then.
Served served_for(const ModelShelf& shelf, const Asked& asked) {
  auto model = shelf.models.find(asked.name);
  const bool meant = model && (asked.version == kProduction || asked.version == model->identity.version);
  return meant ? model : nullptr;
}

// What is not served: found in the registry, or an error that says what to do.
Outcome<VersionFile> find_version(const ModelShelf& shelf, const Asked& asked) {
  if (asked.version == kProduction) {
    const auto served = find_served(shelf.models, asked.name, shelf.default_model);
    if (!served) return tl::unexpected<Error>(served.error());
  }
  return shelf.versions.by_name(asked.name, asked.version);
}

Outcome<Served> load_version(const ModelShelf& shelf, const Asked& asked) {
  if (auto served = served_for(shelf, asked)) return served;
  const auto version = find_version(shelf, asked);
  if (!version) return tl::unexpected<Error>(version.error());
  return ServedModels::load({version->name, version->version, version->sha256}, version->path);
}

Json manifest_json(const VersionFile& version, const std::string& digest) {
  JsonArray aliases;
  for (const auto& alias : version.aliases) aliases.emplace_back(alias);
  return JsonObject{{"name", version.name},
                    {"version", version.version},
                    {"aliases", std::move(aliases)},
                    {"sha256", version.sha256},
                    {"size", static_cast<double>(version.size)},
                    {"model_digest", digest},
                    {"minimum_engine", kMinimumEngine},
                    {"rollback", version.rollback},
                    {"created", iso_time(version.created_ms)},
                    {"url", "/models/sha256/" + version.sha256}};
}

Handler file_handler(const ModelShelf& shelf) {
  return [shelf](const Request& request) -> Outcome<Response> {
    const auto asked = asked_of(shelf, request);
    if (const auto served = served_for(shelf, asked)) return served_file(*served, request, kAsk);
    const auto version = find_version(shelf, asked);
    if (!version) return tl::unexpected<Error>(version.error());
    return stored_file(*version, kAsk);
  };
}

Handler manifest_handler(const ModelShelf& shelf) {
  return [shelf](const Request& request) -> Outcome<Response> {
    const auto asked = asked_of(shelf, request);
    const auto version = find_version(shelf, asked);
    if (!version) return tl::unexpected<Error>(version.error());
    const auto model = load_version(shelf, asked);
    if (!model) return tl::unexpected<Error>(model.error());
    auto response = json_response(write_json(manifest_json(*version, (*model)->model_digest)));
    response.headers.emplace_back("Cache-Control", kAsk);
    return response;
  };
}

Handler contract_handler(const ModelShelf& shelf) {
  return [shelf](const Request& request) -> Outcome<Response> {
    const auto model = load_version(shelf, asked_of(shelf, request));
    if (!model) return tl::unexpected<Error>(model.error());
    auto response = json_response(served_contract_json((*model)->model.contract));
    response.headers.emplace_back("Cache-Control", kAsk);
    return response;
  };
}

Handler hash_handler(const ModelShelf& shelf) {
  return [shelf](const Request& request) -> Outcome<Response> {
    if (const auto served = shelf.models.find_file(request.parameters[0])) {
      return served_file(*served, request, kAlways);
    }
    const auto version = shelf.versions.by_sha256(request.parameters[0]);
    if (!version) return tl::unexpected<Error>(version.error());
    return stored_file(*version, kAlways);
  };
}

}  // namespace

std::vector<Route> model_routes(const ModelShelf& shelf) {
  std::vector<Route> routes;
  const auto add = [&](const std::string& pattern, Role role, Handler handler) {
    routes.emplace_back(Method::kGet, pattern, role, Accepts::kNoBody, std::move(handler));
    routes.back().cross_origin = role == Role::kPublic;
  };
  const auto add_all = [&](const std::string& pattern, Role role) {
    add(pattern, role, file_handler(shelf));
    add(pattern + "/manifest", role, manifest_handler(shelf));
    add(pattern + "/contract", role, contract_handler(shelf));
  };
  add_all("/models/production", Role::kPublic);
  add_all("/models/{name}/production", Role::kPublic);
  add_all("/models/{name}/{version}", Role::kViewer);
  add("/models/sha256/{hex}", Role::kPublic, hash_handler(shelf));
  return routes;
}

}  // namespace shohin
