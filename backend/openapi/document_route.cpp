#include "openapi/document_route.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "digest/sha256.h"
#include "http/pages.h"
#include "openapi/document.h"
#include "serving/compress.h"

namespace shohin {
namespace {

Page make_page(const std::vector<Route>& routes, const std::string& version) {
  Page page;
  page.content_type = "application/json";
  page.plain = std::make_shared<std::string>(write_json(openapi_document(routes, version)));
  page.sha256 = sha256_hex(*page.plain);
  const std::atomic<bool> never{false};
  if (auto gzip = compress_gzip(*page.plain, never))
    page.gzip = std::make_shared<std::string>(std::move(*gzip));
  return page;
}

struct Document {
  std::once_flag once;
  Page page;
};

}  // namespace

Route document_route(std::function<const std::vector<Route>&()> routes, std::string version) {
  const auto document = std::make_shared<Document>();
  const auto tell = [document, routes = std::move(routes),
                     version = std::move(version)](const Request& request) -> Outcome<Response> {
    std::call_once(document->once, [&] { document->page = make_page(routes(), version); });
    return page_response(document->page, request);
  };
  Route route(Method::kGet, "/openapi.json", Role::kPublic, Accepts::kNoBody, tell,
              {.summary = "Describe every route, as OpenAPI 3.1", .strict = true});
  route.cross_origin = true;
  return route;
}

}  // namespace shohin
