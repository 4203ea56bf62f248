#include "datasets/dataset_routes.h"

#include <string>
#include <utility>

#include "contract/limits.h"
#include "contract/object_reader.h"
#include "datasets/dataset_json.h"
#include "error/fault_text.h"
#include "http/gate.h"
#include "http/strict_request.h"
#include "mlflow/actor.h"

namespace shohin {
namespace {

constexpr const char* kDataSets = "/api/shohin/v1/datasets";
constexpr const char* kDataSet = "/api/shohin/v1/datasets/{data_digest}";
constexpr const char* kContracts = "/api/shohin/v1/contracts";

template <class Item, class Write>
Outcome<Response> answer(const Outcome<Item>& item, Write write) {
  if (!item) return tl::unexpected<Error>(item.error());
  return json_response(write_json(write(*item)));
}

template <class Item, class Write>
Outcome<Response> answer_page(const char* name, const Outcome<Paged<Item>>& page, Write write) {
  if (!page) return tl::unexpected<Error>(page.error());
  JsonArray items;
  for (const auto& item : page->items) items.push_back(write(item));
  JsonObject json{{name, std::move(items)}};
  if (!page->next_page_token.empty()) json.emplace_back("next_page_token", page->next_page_token);
  return json_response(write_json(json));
}

struct PageQuery {
  std::int64_t max_results = 100;
  std::string page_token;
};

Outcome<PageQuery> read_page_query(const Request& request) {
  if (auto good = check_query(request, {"max_results", "page_token"}); !good)
    return tl::unexpected<Error>(good.error());
  const auto most =
      query_number(request, {.name = "max_results", .least = 1, .most = 1000, .otherwise = 100});
  if (!most) return tl::unexpected<Error>(most.error());
  return PageQuery{*most, std::string(request.query_value("page_token").value_or(""))};
}

Outcome<DataFormat> read_format(const Request& request) {
  const auto type = media_type(request.header("content-type"));
  if (type == "text/csv") return DataFormat::kCsv;
  if (type == "application/json") return DataFormat::kJson;
  return refuse(ErrorCode::kUnsupportedMediaType,
                "Send the rows with Content-Type: text/csv, or application/json for an array of objects.");
}

Outcome<DataUpload> read_upload(const Request& request) {
  if (auto good = check_query(request, {"contract", "name", "parent", "note"}); !good)
    return tl::unexpected<Error>(good.error());
  const auto format = read_format(request);
  if (!format) return tl::unexpected<Error>(format.error());
  const auto text = [&](std::string_view name) {
    return std::string(request.query_value(name).value_or(""));
  };
  if (text("contract").empty()) {
    return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue,
                                              Fault{.code = FaultCode::kMissing, .field = "contract"}));
  }
  auto parent = text("parent");
  return DataUpload{.data_digest = request.parameters.empty() ? "" : request.parameters[0],
                    .contract = text("contract"),
                    .format = *format,
                    .name = text("name"),
                    .parent = parent.empty() ? std::nullopt : std::optional(std::move(parent)),
                    .note = text("note"),
                    .user = request.user};
}

Handler upload_handler(DataSets& data_sets) {
  return [&data_sets](const Request& request) -> Outcome<Response> {
    const auto upload = read_upload(request);
    if (!upload) return tl::unexpected<Error>(upload.error());
    return answer(data_sets.put(*upload, request.read_body), data_set_json);
  };
}

Outcome<DataChange> read_change(const Request& request) {
  const auto body = read_json_object(request);
  if (!body) return tl::unexpected<Error>(body.error());
  Faults faults;
  ObjectReader reader(*body, "", faults);
  reader.refuse_others({"name", "parent", "note"});
  DataChange change;
  const auto take = [&](const char* member, std::optional<std::string>& place) {
    if (!body->has(member)) return;
    const Json& value = (*body)[member];
    if (!value.is_string() && !value.is_null()) {
      reader.add(FaultCode::kWrongType, member, write_json(value), "string");
    }
    place = value.as_string();
  };
  take("name", change.name);
  take("parent", change.parent);
  take("note", change.note);
  if (faults.empty()) return change;
  return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(faults)));
}

Response data_response(const DataFile& file) {
  const bool is_csv = file.data.format == DataFormat::kCsv;
  const auto name = file.data.data_digest.substr(0, 16) + (is_csv ? ".csv" : ".json");
  Response response;
  response.content_type = is_csv ? "text/csv; charset=utf-8" : "application/json";
  response.headers = {{"ETag", "\"" + file.data.sha256 + "\""},
                      {"Cache-Control", "private, max-age=31536000, immutable"},
                      {"Content-Disposition", "attachment; filename=\"" + name + "\""},
                      {"Content-Security-Policy", "sandbox; default-src 'none'"}};
  response.body = FileBody{file.path, file.data.size};
  return response;
}

Outcome<Response> keep_contract(DataSets& data_sets, const Request& request) {
  const auto contract = parse_contract(request.body);
  if (!contract) {
    return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, contract.error()));
  }
  return answer(data_sets.keep_contract(*contract), contract_entry_json);
}

Outcome<Response> tell_contract(DataSets& data_sets, const Request& request) {
  auto contract = data_sets.find_contract(request.parameters[0]);
  if (contract) return json_response(contract->document);
  auto error = contract.error();
  if (error.code == ErrorCode::kInvalidParameterValue) error.code = ErrorCode::kResourceDoesNotExist;
  return tl::unexpected<Error>(std::move(error));
}

void add_uploads(std::vector<Route>& routes, DataSets& data_sets) {
  routes.emplace_back(Method::kPut, kDataSet, Role::kStaff, Accepts::kStream, upload_handler(data_sets));
  routes.emplace_back(Method::kPost, kDataSets, Role::kStaff, Accepts::kStream, upload_handler(data_sets));
  for (auto& route : routes) route.body_limit = Limits::kCsvBytes;
  routes.emplace_back(Method::kPatch, kDataSet, Role::kStaff, Accepts::kJson,
                      [&data_sets](const Request& request) -> Outcome<Response> {
                        const auto change = read_change(request);
                        if (!change) return tl::unexpected<Error>(change.error());
                        return answer(data_sets.describe(request.parameters[0], *change), data_set_json);
                      });
  routes.emplace_back(Method::kDelete, kDataSet, Role::kStaff, Accepts::kNoBody,
                      [&data_sets](const Request& request) {
                        return data_sets.remove(request.parameters[0], actor_of(request)).map([] {
                          return json_response("{}");
                        });
                      });
}

void add_reading(std::vector<Route>& routes, DataSets& data_sets) {
  const auto get = [&](const std::string& path, Handler handler) {
    routes.emplace_back(Method::kGet, path, Role::kViewer, Accepts::kNoBody, std::move(handler));
  };
  get(kDataSets, [&data_sets](const Request& request) -> Outcome<Response> {
    const auto page = read_page_query(request);
    if (!page) return tl::unexpected<Error>(page.error());
    return answer_page("datasets", data_sets.list(page->max_results, page->page_token), data_set_json);
  });
  get(kDataSet, [&data_sets](const Request& request) -> Outcome<Response> {
    return answer(data_sets.get(request.parameters[0]), data_set_json);
  });
  get(std::string(kDataSet) + "/data", [&data_sets](const Request& request) -> Outcome<Response> {
    const auto file = data_sets.file(request.parameters[0]);
    if (!file) return tl::unexpected<Error>(file.error());
    return data_response(*file);
  });
  get(std::string(kDataSet) + "/lineage", [&data_sets](const Request& request) -> Outcome<Response> {
    const auto page = read_page_query(request);
    if (!page) return tl::unexpected<Error>(page.error());
    return answer(data_sets.lineage(request.parameters[0], page->max_results, page->page_token),
                  lineage_json);
  });
}

void add_contracts(std::vector<Route>& routes, DataSets& data_sets) {
  routes.emplace_back(Method::kPost, kContracts, Role::kStaff, Accepts::kJson,
                      [&data_sets](const Request& request) { return keep_contract(data_sets, request); });
  routes.emplace_back(Method::kGet, kContracts, Role::kViewer, Accepts::kNoBody,
                      [&data_sets](const Request& request) -> Outcome<Response> {
                        const auto page = read_page_query(request);
                        if (!page) return tl::unexpected<Error>(page.error());
                        return answer_page("contracts",
                                           data_sets.list_contracts(page->max_results, page->page_token),
                                           contract_entry_json);
                      });
  routes.emplace_back(Method::kGet, std::string(kContracts) + "/{contract}", Role::kViewer, Accepts::kNoBody,
                      [&data_sets](const Request& request) { return tell_contract(data_sets, request); });
}

}  // namespace

std::vector<Route> dataset_routes(DataSets& data_sets) {
  std::vector<Route> routes;
  add_uploads(routes, data_sets);
  add_reading(routes, data_sets);
  add_contracts(routes, data_sets);
  return routes;
}

}  // namespace shohin
