// Proves what a running server does for its operator, and that a client's text never becomes a place.
#include "operations/routes.h"

#include <catch_amalgamated.hpp>

#include "http/route_table.h"
#include "http/strict_request.h"
#include "operations_fixture.h"
#include "store/audit_rows.h"

using namespace shohin;

namespace {

struct Fixture : OperationsFixture {
  Operations operations{*store};
  RouteTable table{*RouteTable::make(operations.routes())};

  Outcome<Json> call(Method method, const std::string& path, const std::string& body = "") {
    auto match = table.find(method, path);
    REQUIRE(match);
    Request request;
    request.parameters = match->parameters;
    request.body = body;
    request.user = "vera";
    const auto response = handle(*match->route, request);
    if (!response) return tl::unexpected(response.error());
    return *parse_json(std::get<std::string>(response->body));
  }
};

constexpr const char* kBackups = "/api/shohin/v1/backups";

}  // namespace

TEST_CASE("an operator makes, lists and removes backups", "[operations][http]") {
  Fixture f;
  f.add("0/a");
  const auto made = f.call(Method::kPost, kBackups, "{}");
  REQUIRE(made);
  CHECK((*made)["blobs"].as_number() == 1);
  const auto name = (*made)["name"].as_string();
  CHECK(std::filesystem::exists(f.data / "backups" / name / "shohin.db"));
  const auto listed = f.call(Method::kGet, kBackups);
  REQUIRE(listed);
  REQUIRE((*listed)["backups"].as_array().size() == 1);
  CHECK((*listed)["backups"].as_array()[0]["name"].as_string() == name);
  REQUIRE(f.call(Method::kDelete, std::string(kBackups) + "/" + name));
  CHECK_FALSE(std::filesystem::exists(f.data / "backups" / name));
  const auto audit = f.store->read([&](Database& database) -> Outcome<std::vector<AuditEntry>> {
    return search_audit(database, {.subject = name});
  });
  REQUIRE(audit->size() == 2);
  CHECK((*audit)[0].change.action == "backup.remove");
  CHECK((*audit)[1].change.action == "backup.make");
  CHECK((*audit)[1].actor.user == "vera");
}

TEST_CASE("what a killed server left of a backup goes with the next one", "[operations][http]") {
  Fixture f;
  const auto left = f.data / "backups" / "backup-1";
  std::filesystem::create_directories(left / "blobs" / "ab");
  std::ofstream(left / "shohin.db.part") << "half";
  std::filesystem::create_directories(f.data / "backups" / "by hand");
  REQUIRE(f.call(Method::kPost, kBackups));
  CHECK_FALSE(std::filesystem::exists(left));
  CHECK(std::filesystem::exists(f.data / "backups" / "by hand"));
  CHECK((*f.call(Method::kGet, kBackups))["backups"].as_array().size() == 1);
}

TEST_CASE("only a backup that is listed can be removed", "[operations][http]") {
  Fixture f;
  REQUIRE(f.call(Method::kPost, kBackups));
  for (const auto* name : {"nobody", "..", "%2e%2e", "..%2f..%2fcopy", "%2Ftmp", "."}) {
    const auto removed = f.call(Method::kDelete, std::string(kBackups) + "/" + name);
    REQUIRE_FALSE(removed);
    CHECK(removed.error().code == ErrorCode::kResourceDoesNotExist);
  }
  CHECK(std::filesystem::exists(f.data / "shohin.db"));
}

TEST_CASE("unknown fields are named and text that is no object refused", "[operations][http]") {
  Fixture f;
  const auto named = f.call(Method::kPost, kBackups, R"({"directory": "/tmp/x"})");
  REQUIRE_FALSE(named);
  CHECK(named.error().code == ErrorCode::kInvalidParameterValue);
  CHECK(named.error().message.starts_with("directory"));
  const auto broken = f.call(Method::kPost, kBackups, "[");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().code == ErrorCode::kBadRequest);
  CHECK_FALSE(std::filesystem::exists(f.data / "backups"));
}

TEST_CASE("the doctor tells of a server's directory", "[operations][http]") {
  Fixture f;
  const auto sha256 = f.add("0/a");
  auto told = f.call(Method::kGet, "/api/shohin/v1/doctor");
  REQUIRE(told);
  CHECK((*told)["healthy"].as_bool());
  std::filesystem::remove(f.store->blobs().path_of(sha256));
  told = f.call(Method::kGet, "/api/shohin/v1/doctor");
  REQUIRE(told);
  CHECK_FALSE((*told)["healthy"].as_bool());
}

TEST_CASE("every route is the admin's", "[operations][http]") {
  Fixture f;
  for (const auto& route : f.operations.routes()) CHECK(route.role == Role::kAdmin);
}

TEST_CASE("a server that stops makes no backup", "[operations][http]") {
  Fixture f;
  f.add("0/a");
  f.operations.stop();
  const auto made = f.call(Method::kPost, kBackups);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == ErrorCode::kTemporarilyUnavailable);
  CHECK(std::filesystem::is_empty(f.data / "backups"));
}
