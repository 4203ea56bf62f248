// Where the command line changes accounts: the server that holds the data directory, over HTTP, or the
// directory's own files through the same routes when no server does.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "auth/accounts.h"
#include "cli/running_server.h"
#include "http/route_table.h"
#include "text/json.h"

namespace shohin {

struct AccountDeskOptions {
  std::filesystem::path data;
  std::string token_file{};  // an admin's token for the server; without one the operator's own
  bool may_begin = true;     // what a server needs is made in a directory that holds nothing
};

class AccountDesk {
 public:
  // Fails as Store::open and find_holder do, and with kInvalidParameterValue when the directory is not
  // there, or holds no database and may not begin.
  static Outcome<AccountDesk> open(const AccountDeskOptions& options);

  // The JSON that the route answers. `path` is what follows /api/shohin/v1/. Fails with what the route said.
  Outcome<Json> call(Method method, const std::string& path, const Json& body = {});

 private:
  AccountDesk() = default;
  Outcome<Json> call_here(Method method, const std::string& path, std::string body);

  std::unique_ptr<Store> store_;
  std::unique_ptr<Accounts> accounts_;
  std::unique_ptr<RouteTable> table_;
  std::optional<OperatorClient> server_;
};

}  // namespace shohin
