// Proves what /api/shohin/v1/users, tokens, sessions and audit, and MLflow's users, answer to whom.
#include <catch_amalgamated.hpp>

#include "account_fixture.h"
#include "raw_client.h"
#include "test_server.h"
#include "text/json.h"

namespace shohin {
namespace {

struct Site : AccountFixture {
  std::string admin = bearer(initial_secret());
  TestServer server{accounts->routes(), {}, [this](const RequestHead& head, std::string_view address) {
                      return accounts->identify(head, address);
                    }};

  struct Answer {
    int status = 0;
    Json json;
  };

  Answer send(const std::string& who, const std::string& method, const std::string& path,
              const std::string& body = {}) const {
    const auto framing =
        body.empty()
            ? std::string()
            : "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    const auto raw = exchange_raw(server.port, method + " " + path +
                                                   " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
                                                   framing + who + "\r\n" + body);
    return {status_of_answer(raw), parse_json(body_of_answer(raw)).value_or(Json())};
  }
  Answer ours(const std::string& who, const std::string& method, const std::string& path,
              const std::string& body = {}) const {
    return send(who, method, "/api/shohin/v1/" + path, body);
  }
  Answer mlflow(const std::string& who, const std::string& method, const std::string& path,
                const std::string& body = {}) const {
    return send(who, method, "/api/2.0/mlflow/users/" + path, body);
  }
};

constexpr const char* kVera = R"({"user": "vera", "password": "correct horse battery", "role": "viewer"})";

TEST_CASE("an admin adds, reads, changes and removes accounts", "[auth][routes]") {
  Site site;
  const auto added = site.ours(site.admin, "POST", "users", kVera);
  CHECK(added.status == 200);
  CHECK(added.json["role"].as_string() == "viewer");
  CHECK(added.json["has_password"].as_bool());
  CHECK_FALSE(added.json.has("password"));
  CHECK(site.ours(site.admin, "POST", "users", kVera).json["error_code"].as_string() ==
        "RESOURCE_ALREADY_EXISTS");
  CHECK(site.ours(site.admin, "GET", "users").json["users"].as_array().size() == 2);
  CHECK(site.ours(site.admin, "PATCH", "users/vera", R"({"role": "staff"})").json["role"].as_string() ==
        "staff");
  CHECK(site.ours(site.admin, "PATCH", "users/vera", R"({"password": "another long password"})").status ==
        200);
  CHECK(site.identify(basic("vera", "another long password"))->role == Role::kStaff);
  CHECK(site.ours(site.admin, "GET", "users/vera").json["user"].as_string() == "vera");
  CHECK(site.ours(site.admin, "DELETE", "users/vera").status == 200);
  CHECK(site.ours(site.admin, "GET", "users/vera").status == 404);
  CHECK(site.ours(site.admin, "DELETE", "users/admin").status == 409);
}

TEST_CASE("a body that is wrong is refused by field and without its password", "[auth][routes]") {
  Site site;
  const auto field = [&](const std::string& path, const std::string& body) {
    const auto answer = site.ours(site.admin, path == "users/admin" ? "PATCH" : "POST", path, body);
    INFO(body);
    CHECK(answer.status == 400);
    CHECK(write_json(answer.json).find("hunter2") == std::string::npos);
    return answer.json["field"].as_string();
  };
  CHECK(field("users", R"({"user": "vera", "password": "hunter2", "role": "viewer"})") == "password");
  CHECK(field("users", R"({"user": "vera", "role": "viewer"})") == "password");
  CHECK(field("users", R"({"user": "vera", "password": ["hunter2"], "role": "viewer"})") == "password");
  CHECK(field("users", R"({"user": "vera", "password": "hunter2 hunter2", "role": "king"})") == "role");
  CHECK(field("users", R"({"user": "", "password": "hunter2 hunter2", "role": "viewer"})") == "user");
  CHECK(field("users", R"({"user": "v", "password": "hunter2 hunter2", "role": "viewer", "age": 5})") ==
        "age");
  CHECK(field("users/admin", R"({})") == "role");
  CHECK(field("users/admin", R"({"rolle": "viewer"})") == "rolle");
  CHECK(field("tokens", R"({"name": "a", "scopes": []})") == "scopes");
  CHECK(field("tokens", R"({"name": "a", "scopes": ["write"]})") == "scopes");
  CHECK(field("tokens", R"({"name": "a", "scopes": "read"})") == "scopes");
  CHECK(field("tokens", R"({"name": "a", "scopes": [1]})") == "scopes");
  CHECK(field("tokens", R"({"name": "a", "scopes": ["read"], "days": 1.5})") == "days");
  CHECK(field("tokens", R"({"name": "a", "scopes": ["read"], "days": 1000})") == "days");
  CHECK(field("tokens", R"({"name": "a", "scopes": ["read"], "days": "9"})") == "days");
  CHECK(site.accounts->users().all().size() == 1);
  CHECK(site.accounts->tokens().list("").empty());
}

TEST_CASE("a token is told once, works, and is revoked by its number", "[auth][routes]") {
  Site site;
  site.add_user("vera", Role::kStaff);
  const auto vera = basic("vera", kPassword);
  const auto made =
      site.ours(vera, "POST", "tokens", R"({"name": "ci", "scopes": ["log", "read"], "days": 7})");
  REQUIRE(made.status == 200);
  const auto secret = made.json["token"].as_string();
  CHECK(made.json["user"].as_string() == "vera");
  CHECK(site.ours(bearer(secret), "GET", "session").json["user"].as_string() == "vera");
  const auto list = site.ours(vera, "GET", "tokens");
  REQUIRE(list.json["tokens"].as_array().size() == 1);
  CHECK(write_json(list.json).find(secret) == std::string::npos);
  const auto id = std::to_string(static_cast<int>(made.json["id"].as_number()));
  CHECK(site.ours(vera, "DELETE", "tokens/x").status == 400);
  CHECK(site.ours(vera, "DELETE", "tokens/999").status == 404);
  CHECK(site.ours(vera, "DELETE", "tokens/" + id).status == 200);
  CHECK(site.ours(bearer(secret), "GET", "session").status == 401);
}

TEST_CASE("a token without the scope admin makes no tokens and sets no passwords", "[auth][routes]") {
  Site site;
  const auto token = bearer(site.add_token("admin", "read log register promote").secret);
  const auto refused = site.ours(token, "POST", "tokens", R"({"name": "more", "scopes": ["admin"]})");
  CHECK(refused.status == 403);
  CHECK(refused.json["message"].as_string().find("admin") != std::string::npos);
  CHECK(site.ours(token, "POST", "password", R"({"password": "a", "new_password": "b"})").status == 403);
  CHECK(site.ours(token, "GET", "users").status == 403);
  CHECK(site.ours(token, "GET", "tokens").status == 200);
  CHECK(site.mlflow(token, "POST", "create", R"({"username": "x", "password": "correct horse battery"})")
            .status == 403);
}

TEST_CASE("only an admin makes tokens for others, and sees others' tokens and sessions", "[auth][routes]") {
  Site site;
  const auto vera = site.add_user("vera", Role::kViewer);
  site.begin_session(vera);
  site.begin_session(site.accounts->users().require("admin").value());
  const auto hers = basic("vera", kPassword);
  const std::string for_admin = R"({"name": "x", "user": "admin", "scopes": ["admin"]})";
  CHECK(site.ours(hers, "POST", "tokens", for_admin).status == 403);
  CHECK(site.ours(site.admin, "POST", "tokens", R"({"name": "x", "user": "vera", "scopes": ["read"]})")
            .status == 200);
  CHECK(site.ours(site.admin, "POST", "tokens", for_admin).status == 200);
  CHECK(site.ours(hers, "GET", "tokens").json["tokens"].as_array().size() == 1);
  CHECK(site.ours(site.admin, "GET", "tokens").json["tokens"].as_array().size() == 2);
  const auto sessions = site.ours(hers, "GET", "sessions").json["sessions"].as_array();
  REQUIRE(sessions.size() == 1);
  CHECK(sessions[0]["user"].as_string() == "vera");
  const auto all = site.ours(site.admin, "GET", "sessions").json["sessions"].as_array();
  REQUIRE(all.size() == 2);
  const auto path = [](const Json& session) {
    return "sessions/" + std::to_string(static_cast<int>(session["id"].as_number()));
  };
  CHECK(site.ours(hers, "DELETE", path(all[1])).status == 404);
  CHECK(site.ours(hers, "DELETE", path(all[0])).status == 200);
  CHECK(site.ours(site.admin, "DELETE", path(all[1])).status == 200);
}

TEST_CASE("the audit log is read by page and filter, by admins", "[auth][routes][audit]") {
  Site site;
  (void)site.ours(site.admin, "POST", "users", kVera);
  (void)site.ours(site.admin, "PATCH", "users/vera", R"({"role": "staff"})");
  const auto found = site.ours(site.admin, "GET", "audit?subject=vera&limit=1").json["entries"].as_array();
  REQUIRE(found.size() == 1);
  CHECK(found[0]["action"].as_string() == "user.role");
  CHECK(found[0]["user"].as_string() == "admin");
  CHECK(found[0]["old"].as_string() == "viewer");
  CHECK(found[0]["new"].as_string() == "staff");
  CHECK(found[0]["address"].as_string() == "127.0.0.1");
  CHECK(found[0]["request_id"].as_string().size() == 16);
  const auto before = std::to_string(static_cast<int>(found[0]["entry"].as_number()));
  const auto rest =
      site.ours(site.admin, "GET", "audit?before=" + before + "&user=admin").json["entries"].as_array();
  REQUIRE(rest.size() == 1);
  CHECK(rest[0]["action"].as_string() == "user.add");
  CHECK(site.ours(site.admin, "GET", "audit?action=user.remove").json["entries"].as_array().empty());
  CHECK(site.ours(site.admin, "GET", "audit?limit=0").json["field"].as_string() == "limit");
  CHECK(site.ours(site.admin, "GET", "audit?before=x").json["field"].as_string() == "before");
  CHECK(site.ours(site.admin, "GET", "audit?page=2").json["field"].as_string() == "page");
  CHECK(site.ours(basic("vera", kPassword), "GET", "audit").status == 403);
}

TEST_CASE("MLflow's users are accounts, admin or staff", "[auth][routes][mlflow]") {
  Site site;
  const std::string stan = R"({"username": "stan", "password": "correct horse battery"})";
  const auto made = site.mlflow(site.admin, "POST", "create", stan);
  CHECK(made.status == 200);
  CHECK(made.json["user"]["username"].as_string() == "stan");
  CHECK_FALSE(made.json["user"]["is_admin"].as_bool());
  CHECK(made.json["user"]["id"].is_number());
  CHECK(site.mlflow(site.admin, "POST", "create", stan).json["error_code"].as_string() ==
        "RESOURCE_ALREADY_EXISTS");
  CHECK(site.accounts->users().find("stan")->role == Role::kStaff);
  const auto his = basic("stan", kPassword);
  CHECK(site.mlflow(his, "GET", "get?username=stan").status == 200);
  CHECK(site.mlflow(his, "GET", "get?username=admin").status == 403);
  CHECK(site.mlflow(his, "GET", "list").status == 403);
  CHECK(site.mlflow(his, "GET", "current").json["user"]["username"].as_string() == "stan");
  CHECK(site.mlflow(his, "GET", "current").json["is_basic_auth"].as_bool());
  CHECK(site.mlflow(site.admin, "GET", "get?username=nobody").status == 404);
  CHECK(site.mlflow(site.admin, "GET", "list").json["users"].as_array().size() == 2);
  CHECK(
      site.mlflow(site.admin, "PATCH", "update-admin", R"({"username": "stan", "is_admin": true})").status ==
      200);
  CHECK(site.accounts->users().find("stan")->role == Role::kAdmin);
  CHECK(
      site.mlflow(site.admin, "PATCH", "update-admin", R"({"username": "stan", "is_admin": false})").status ==
      200);
  CHECK(site.accounts->users().find("stan")->role == Role::kStaff);
  CHECK(site.mlflow(site.admin, "PATCH", "update-admin", R"({"username": "stan"})").status == 400);
  CHECK(site.mlflow(site.admin, "DELETE", "delete", R"({"username": "admin"})")
            .json["error_code"]
            .as_string() == "BAD_REQUEST");
  CHECK(site.mlflow(site.admin, "DELETE", "delete", R"({"username": "stan"})").status == 200);
  CHECK(site.mlflow(site.admin, "DELETE", "delete", R"({"username": "stan"})").status == 404);
}

TEST_CASE("MLflow's update-password asks for one's own present password only", "[auth][routes][mlflow]") {
  Site site;
  site.add_user("stan", Role::kStaff);
  site.add_user("vera", Role::kStaff);
  const auto his = basic("stan", kPassword);
  const auto update = [&](const std::string& who, const std::string& body) {
    return site.mlflow(who, "PATCH", "update-password", body).status;
  };
  CHECK(update(his, R"({"username": "stan", "password": "another long password"})") == 400);
  CHECK(
      update(his, R"({"username": "stan", "password": "another long password", "current_password": "no"})") ==
      400);
  CHECK(update(his, R"({"username": "stan", "password": "correct horse battery",)"
                    R"( "current_password": "correct horse battery"})") == 400);
  CHECK(update(his, R"({"username": "vera", "password": "another long password"})") == 403);
  CHECK(update(his, R"({"username": "stan", "password": "another long password",)"
                    R"( "current_password": "correct horse battery"})") == 200);
  CHECK(site.identify(basic("stan", "another long password")).has_value());
  CHECK(update(site.admin, R"({"username": "vera", "password": "another long password"})") == 200);
  CHECK(update(site.admin, R"({"username": "vera", "password": "short"})") == 400);
}

}  // namespace
}  // namespace shohin
