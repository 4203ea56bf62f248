#include "cli/account_desk.h"

#include <utility>

#include "auth/account_rules.h"
#include "http/strict_request.h"

namespace shohin {
namespace {

constexpr const char* kApi = "/api/shohin/v1/";

}  // namespace

Outcome<AccountDesk> AccountDesk::open(const AccountDeskOptions& options) {
  if (!std::filesystem::is_directory(options.data)) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "There is no data directory " + options.data.string() + ".");
  }
  if (!options.may_begin && !std::filesystem::exists(options.data / "shohin.db")) {
    return refuse(ErrorCode::kInvalidParameterValue, options.data.string() + " holds no database.");
  }
  AccountDesk desk;
  auto store = Store::open({.directory = options.data, .readers = 1});
  if (!store && store.error().code == ErrorCode::kResourceConflict) {
    auto holder = find_holder(options.data, options.token_file);
    if (!holder) return tl::unexpected<Error>(std::move(holder).error());
    desk.server_ = std::move(holder->server);
    if (desk.server_) return desk;
    holder->lock.reset();  // the server ended in this moment
    store = Store::open({.directory = options.data, .readers = 1});
  }
  if (!store) return tl::unexpected<Error>(std::move(store).error());
  desk.store_ = std::move(*store);
  auto accounts = Accounts::open(*desk.store_, {.data = options.data});
  if (!accounts) return tl::unexpected<Error>(std::move(accounts).error());
  desk.accounts_ = std::move(*accounts);
  auto table = RouteTable::make(desk.accounts_->routes());
  if (!table) return tl::unexpected<Error>(std::move(table).error());
  desk.table_ = std::make_unique<RouteTable>(std::move(*table));
  return desk;
}

Outcome<Json> AccountDesk::call(Method method, const std::string& path, const Json& body) {
  auto text = body.is_null() ? std::string() : write_json(body);
  if (server_) return server_->call(method, kApi + path, text);
  return call_here(method, kApi + path, std::move(text));
}

Outcome<Json> AccountDesk::call_here(Method method, const std::string& path, std::string body) {
  auto match = table_->find(method, path);
  if (!match) return tl::unexpected<Error>(std::move(match).error());
  Request request;
  request.method = method;
  request.path = path;
  request.parameters = std::move(match->parameters);
  request.body = std::move(body);
  request.user = kOperator;
  request.role = Role::kAdmin;
  auto response = handle(*match->route, request);
  if (!response) {  // without the faults, which do not cross HTTP either
    return refuse(response.error().code, response.error().message);
  }
  auto json = parse_json(std::get<std::string>(response->body), {.bytes = UINT64_MAX});
  if (!json) return refuse(ErrorCode::kInternalError, "The answer is no JSON.");
  return std::move(*json);
}

}  // namespace shohin
