#include "cli/export_source.h"

#include <iterator>
#include <utility>

#include "http/route_table.h"
#include "http/strict_request.h"
#include "http/url.h"
#include "operations/durable_copy.h"
#include "registry/routes.h"
#include "serving/served_models.h"
#include "tracking/routes.h"

namespace shohin {
namespace {

class ServerSource final : public ExportSource {
 public:
  explicit ServerSource(OperatorClient& server) : server_(server) {}
  Outcome<Json> get(const std::string& path) override { return server_.call(Method::kGet, path); }
  Outcome<void> save(const std::string& path, const std::filesystem::path& file) override {
    return server_.save(path, file);
  }

 private:
  OperatorClient& server_;
};

std::vector<Route> reading_routes(TrackingService& tracking, RegistryService& registry) {
  auto routes = tracking_routes(tracking);
  auto more = registry_routes(registry);
  std::move(more.begin(), more.end(), std::back_inserter(routes));
  return routes;
}

class StoreSource final : public ExportSource {
 public:
  explicit StoreSource(Store& store) : tracking_(store), registry_(store, served_, ServedModels::load) {
    auto table = RouteTable::make(reading_routes(tracking_, registry_));
    if (table) table_ = std::make_unique<RouteTable>(std::move(*table));
  }

  Outcome<Json> get(const std::string& path) override {
    const auto response = answer(path);
    if (!response) return tl::unexpected(response.error());
    const auto& text = std::get<std::string>(response->body);
    auto json = parse_json(text, {.bytes = text.size()});
    if (!json) return refuse(ErrorCode::kInternalError, "An answer was no JSON.");
    return std::move(*json);
  }

  Outcome<void> save(const std::string& path, const std::filesystem::path& file) override {
    const auto response = answer(path);
    if (!response) return tl::unexpected(response.error());
    return copy_durably(std::get<FileBody>(response->body).path, file, CopyBy::kBytes);
  }

 private:
  Outcome<Response> answer(const std::string& target) {
    const auto question = std::min(target.find('?'), target.size());
    Request request;
    request.path = target.substr(0, question);
    auto query = parse_query(std::string_view(target).substr(std::min(question + 1, target.size())));
    if (!table_ || !query) return refuse(ErrorCode::kInternalError, "The directory cannot be read.");
    request.query = std::move(*query);
    auto match = table_->find(Method::kGet, request.path);
    if (!match) return tl::unexpected(match.error());
    request.parameters = std::move(match->parameters);
    request.role = Role::kAdmin;
    return handle(*match->route, request);
  }

  ServedModels served_{[](const ServedModel&) {}};
  TrackingService tracking_;
  RegistryService registry_;
  std::unique_ptr<RouteTable> table_;
};

}  // namespace

std::unique_ptr<ExportSource> source_of(OperatorClient& server) {
  return std::make_unique<ServerSource>(server);
}
std::unique_ptr<ExportSource> source_of(Store& store) { return std::make_unique<StoreSource>(store); }

}  // namespace shohin
