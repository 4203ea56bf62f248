#include "serving/model_routes.h"

#include <array>
#include <ctime>

#include "http/encoding.h"
#include "serving/scoring_routes.h"
#include "text/json.h"
#include "wire/model_card.h"

namespace shohin {
namespace {

// The first engine that reads what this one writes.
constexpr std::string_view kMinimumEngine = "0.1.0";
constexpr std::string_view kAlways = "public, max-age=31536000, immutable";
constexpr std::string_view kAsk = "no-cache";

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

struct StoredCopy {
  FileBody file;
  Encoding encoding = Encoding::kIdentity;
};

// The best kept copy that the client takes, or the file itself.
StoredCopy stored_copy(const Models& models, const VersionFile& version, const Request& request) {
  for (const auto encoding : {Encoding::kBrotli, Encoding::kGzip}) {
    if (!accepts_encoding(request.header("accept-encoding"), encoding_name(encoding))) continue;
    const auto copy = models.served.encoder().find(version.sha256, encoding, version.path);
    if (copy) return {{copy->path, copy->size}, encoding};
  }
  return {{version.path, version.size}};
}

// A version that is not in memory comes from the disk, encoded once it was asked for before.
Response stored_file(const Models& models, const VersionFile& version, const Request& request,
                     std::string_view caching) {
  auto copy = stored_copy(models, version, request);
  Response response;
  response.body = std::move(copy.file);
  add_file_headers(response, version.sha256, copy.encoding, caching);
  return response;
}

// Which version a request means: /models/production/..., /models/{name}/production/..., or both named.
struct Asked {
  std::string name;
  std::string version;
};

Asked asked_of(const Models& models, const Request& request) {
  const auto& given = request.parameters;
  return {given.empty() ? models.default_model : given[0],
          given.size() < 2 ? std::string(kProduction) : given[1]};
}

// The served model when the request means that one: the database is not asked then.
Served served_for(const Models& models, const Asked& asked) {
  auto model = models.served.find(asked.name);
  const bool meant = model && (asked.version == kProduction || asked.version == model->identity.version);
  return meant ? model : nullptr;
}

// What is not served: found in the registry, or an error that says what to do.
Outcome<VersionFile> find_version(const Models& models, const Asked& asked) {
  if (asked.version == kProduction) {
    const auto served = find_served(models, asked.name);
    if (!served) return tl::unexpected<Error>(served.error());
  }
  return models.versions.finder().by_name(asked.name, asked.version);
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

Field manifest_schema() {
  return component(
      "Manifest", object("", {text("name"), text("version"), list("aliases", text("")), text("sha256"),
                              integer("size"), text("model_digest"), text("minimum_engine"), flag("rollback"),
                              text("created"), text("url")}));
}

Handler file_handler(const Models& models) {
  return [models](const Request& request) -> Outcome<Response> {
    const auto asked = asked_of(models, request);
    if (const auto served = served_for(models, asked)) return served_file(*served, request, kAsk);
    const auto version = find_version(models, asked);
    if (!version) return tl::unexpected<Error>(version.error());
    return stored_file(models, *version, request, kAsk);
  };
}

Response may_change(Response response) {
  response.headers.emplace_back("Cache-Control", kAsk);
  return response;
}

Handler manifest_handler(const Models& models) {
  return [models](const Request& request) -> Outcome<Response> {
    const auto version = find_version(models, asked_of(models, request));
    if (!version) return tl::unexpected<Error>(version.error());
    const auto model = find_model(models, request);
    if (!model) return tl::unexpected<Error>(model.error());
    return may_change(json_response(write_json(manifest_json(*version, (*model)->model_digest))));
  };
}

Handler contract_handler(const Models& models) {
  return [models](const Request& request) -> Outcome<Response> {
    const auto model = find_model(models, request);
    if (!model) return tl::unexpected<Error>(model.error());
    return may_change(json_response(served_contract_json((*model)->model.contract)));
  };
}

// The card that the file carries, or one made of what the file says.
Handler card_handler(const Models& models) {
  return [models](const Request& request) -> Outcome<Response> {
    const auto model = find_model(models, request);
    if (!model) return tl::unexpected<Error>(model.error());
    const auto& held = (*model)->model;
    Response response;
    response.content_type = "text/markdown; charset=utf-8";
    response.body = held.card.empty() ? model_card(held) : held.card;
    return may_change(std::move(response));
  };
}

Handler hash_handler(const Models& models) {
  return [models](const Request& request) -> Outcome<Response> {
    if (const auto served = models.served.find_file(request.parameters[0])) {
      return served_file(*served, request, kAlways);
    }
    const auto version = models.versions.finder().by_sha256(request.parameters[0]);
    if (!version) return tl::unexpected<Error>(version.error());
    return stored_file(models, *version, request, kAlways);
  };
}

}  // namespace

std::vector<Route> model_routes(const Models& models) {
  std::vector<Route> routes;
  const auto add = [&](const std::string& pattern, Role role, Handler handler, std::string summary,
                       Answer answer) {
    const bool may_lack = role == Role::kPublic;  // a version in production
    routes.emplace_back(Method::kGet, pattern, role, Accepts::kNoBody, std::move(handler),
                        Operation{.summary = std::move(summary),
                                  .answer = std::move(answer),
                                  .errors = may_lack ? std::vector<int>{404, 503} : std::vector<int>{404},
                                  .strict = true});
    routes.back().cross_origin = role == Role::kPublic;
  };
  const auto add_all = [&](const std::string& pattern, Role role) {
    add(pattern, role, file_handler(models), "Download a model", file_answer("application/octet-stream"));
    add(pattern + "/manifest", role, manifest_handler(models), "Tell which file a model is",
        answer_of(manifest_schema()));
    add(pattern + "/contract", role, contract_handler(models), "Tell what a model takes and answers", {});
    add(pattern + "/card", role, card_handler(models), "Read a model's card",
        {.content_type = "text/markdown"});
  };
  add_all("/models/production", Role::kPublic);
  add_all("/models/{name}/production", Role::kPublic);
  add_all("/models/{name}/{version}", Role::kViewer);
  add("/models/sha256/{hex}", Role::kPublic, hash_handler(models), "Download a model by the hash of its file",
      file_answer("application/octet-stream"));
  return routes;
}

}  // namespace shohin
