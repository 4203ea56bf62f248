#include "datasets/dataset_routes.h"

#include <string>
#include <utility>

#include "contract/limits.h"
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

std::int64_t most_results(const Request& request) {
  return query_number(request, "max_results").value_or(100);
}

Outcome<DataFormat> read_format(const Request& request) {
  const auto type = media_type(request.header("content-type"));
  if (type == "text/csv") return DataFormat::kCsv;
  if (type == "application/json") return DataFormat::kJson;
  return refuse(ErrorCode::kUnsupportedMediaType,
                "Send the rows with Content-Type: text/csv, or application/json for an array of objects.");
}

Outcome<DataUpload> read_upload(const Request& request) {
  const auto format = read_format(request);
  if (!format) return tl::unexpected<Error>(format.error());
  auto parent = query_text(request, "parent");
  return DataUpload{.data_digest = request.parameters.empty() ? "" : request.parameters[0],
                    .contract = query_text(request, "contract"),
                    .format = *format,
                    .name = query_text(request, "name"),
                    .parent = parent.empty() ? std::nullopt : std::optional(std::move(parent)),
                    .note = query_text(request, "note"),
                    .actor = actor_of(request)};
}

Handler upload_handler(DataSets& data_sets) {
  return [&data_sets](const Request& request) -> Outcome<Response> {
    const auto upload = read_upload(request);
    if (!upload) return tl::unexpected<Error>(upload.error());
    return answer(data_sets.put(*upload, request.read_body), data_set_json);
  };
}

DataChange read_change(const Request& request) {
  DataChange change;
  const auto take = [&](const char* member, std::optional<std::string>& place) {
    if (request.fields.json().has(member)) place = request.fields.text(member);
  };
  take("name", change.name);
  take("parent", change.parent);
  take("note", change.note);
  return change;
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
  return answer(data_sets.keep_contract(*contract, actor_of(request)), contract_entry_json);
}

Outcome<Response> tell_contract(DataSets& data_sets, const Request& request) {
  auto contract = data_sets.find_contract(request.parameters[0]);
  if (contract) return json_response(contract->document);
  auto error = contract.error();
  if (error.code == ErrorCode::kInvalidParameterValue) error.code = ErrorCode::kResourceDoesNotExist;
  return tl::unexpected<Error>(std::move(error));
}

std::vector<Field> digest_path() { return {like("^[0-9a-f]{64}$", text("data_digest"))}; }

Operation upload_operation(std::string summary) {
  return {.summary = std::move(summary),
          .path = digest_path(),
          .query = {text("contract"), maybe(text("name")), maybe(text("parent")), maybe(text("note"))},
          .content_types = {"text/csv", "application/json"},
          .answer = answer_of(data_set_schema()),
          .errors = {404, 415, 422},
          .strict = true};
}

void add_uploads(std::vector<Route>& routes, DataSets& data_sets) {
  routes.emplace_back(Method::kPut, kDataSet, Role::kStaff, Accepts::kStream, upload_handler(data_sets),
                      upload_operation("Keep a data set under its digest"));
  routes.emplace_back(Method::kPost, kDataSets, Role::kStaff, Accepts::kStream, upload_handler(data_sets),
                      upload_operation("Keep a data set, and learn its digest"));
  for (auto& route : routes) route.body_limit = Limits::kCsvBytes;
  routes.emplace_back(
      Method::kPatch, kDataSet, Role::kStaff, Accepts::kJson,
      [&data_sets](const Request& request) {
        return answer(data_sets.describe(request.parameters[0], read_change(request), actor_of(request)),
                      data_set_json);
      },
      Operation{.summary = "Change what is said about a data set",
                .path = digest_path(),
                .body = {{maybe(text("name")), maybe(text("parent")), maybe(text("note"))}},
                .answer = answer_of(data_set_schema()),
                .strict = true});
  routes.emplace_back(
      Method::kDelete, kDataSet, Role::kStaff, Accepts::kNoBody,
      [&data_sets](const Request& request) {
        return data_sets.remove(request.parameters[0], actor_of(request)).map([] {
          return json_response("{}");
        });
      },
      Operation{.summary = "Remove a data set that nothing refers to",
                .path = digest_path(),
                .answer = answer_of(object("", {})),
                .errors = {409},
                .strict = true});
}

Operation read_operation(std::string summary, Answer answer, std::vector<Field> query = {}) {
  return {
      .summary = std::move(summary), .query = std::move(query), .answer = std::move(answer), .strict = true};
}

void add_reading(std::vector<Route>& routes, DataSets& data_sets) {
  const auto get = [&](const std::string& path, Handler handler, Operation operation) {
    routes.emplace_back(Method::kGet, path, Role::kViewer, Accepts::kNoBody, std::move(handler),
                        std::move(operation));
  };
  get(
      kDataSets,
      [&data_sets](const Request& request) {
        return answer_page("datasets",
                           data_sets.list(most_results(request), query_text(request, "page_token")),
                           data_set_json);
      },
      read_operation("List data sets, newest first",
                     json_answer({list("datasets", data_set_schema()), maybe(text("next_page_token"))}),
                     page_query()));
  get(
      kDataSet,
      [&data_sets](const Request& request) {
        return answer(data_sets.get(request.parameters[0]), data_set_json);
      },
      read_operation("Tell about a data set", answer_of(data_set_schema())));
  get(
      std::string(kDataSet) + "/data",
      [&data_sets](const Request& request) {
        return data_sets.file(request.parameters[0]).map(data_response);
      },
      read_operation("Download the rows of a data set, as they were sent", file_answer("*/*")));
  get(
      std::string(kDataSet) + "/lineage",
      [&data_sets](const Request& request) {
        return answer(data_sets.lineage(request.parameters[0], most_results(request),
                                        query_text(request, "page_token")),
                      lineage_json);
      },
      read_operation("Trace a data set to the runs, versions and aliases made from it",
                     answer_of(lineage_schema()), page_query()));
}

void add_contracts(std::vector<Route>& routes, DataSets& data_sets) {
  routes.emplace_back(
      Method::kPost, kContracts, Role::kStaff, Accepts::kJson,
      [&data_sets](const Request& request) { return keep_contract(data_sets, request); },
      Operation{.summary = "Keep a contract",
                .body = {contract_fields()},
                .answer = answer_of(contract_entry_schema()),
                .strict = true});
  routes.emplace_back(
      Method::kGet, kContracts, Role::kViewer, Accepts::kNoBody,
      [&data_sets](const Request& request) {
        return answer_page("contracts",
                           data_sets.list_contracts(most_results(request), query_text(request, "page_token")),
                           contract_entry_json);
      },
      read_operation(
          "List contracts, newest first",
          json_answer({list("contracts", contract_entry_schema()), maybe(text("next_page_token"))}),
          page_query()));
  routes.emplace_back(
      Method::kGet, std::string(kContracts) + "/{contract}", Role::kViewer, Accepts::kNoBody,
      [&data_sets](const Request& request) { return tell_contract(data_sets, request); },
      read_operation("Tell a contract, by its digest or a name",
                     answer_of(component("Contract", object("", contract_fields())))));
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
