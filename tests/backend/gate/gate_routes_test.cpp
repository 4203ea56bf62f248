// Proves that gate, promotion and rollback are reached by REST, strictly.
#include "gate/gate_routes.h"

#include <catch_amalgamated.hpp>

#include "call_route.h"
#include "gate_fixture.h"

using namespace shohin;

namespace {

struct GateRoutesFixture : GateFixture {
  std::vector<Route> routes = gate_routes(gate, registry);
  const std::string model = "/api/shohin/v1/models/iris";

  TestAnswer post(const std::string& path, const std::string& body) {
    return call_route(routes, {Method::kPost, model + path, body});
  }
  TestAnswer put_gate(const std::string& body) {
    return call_route(routes, {Method::kPut, model + "/gate", body});
  }
};

}  // namespace

TEST_CASE_METHOD(GateRoutesFixture, "a gate is set up, asked and overridden by REST", "[gate][routes]") {
  CHECK(call_route(routes, {.path = model + "/gate"}).status == 404);
  CHECK(call_route(routes, {Method::kDelete, model + "/gate"}).status == 404);
  const auto digest = put_iris();
  const auto set = put_gate(R"({"data_digest": ")" + digest + R"(", "metrics": {"accuracy": {"min": 0.9}}})");
  CHECK(set.status == 200);
  CHECK(call_route(routes, {.path = model + "/gate"}).body == set.body);
  add_good();
  add_blind();
  const auto checked = post("/gate/check", R"({"version": "2"})");
  CHECK(parse_json(checked.body).value()["passes"].as_bool() == false);
  CHECK(checked.body.find("\"rule\":\"metric accuracy\",\"passes\":false") != std::string::npos);
  CHECK(post("/promotions", R"({"version": "1"})").status == 200);
  const auto refused = post("/promotions", R"({"version": "2"})");
  CHECK(refused.status == 400);
  CHECK(refused.body.find("Rule metric accuracy") != std::string::npos);
  CHECK(post("/promotions", R"({"version": "2", "override_reason": "why not"})").status == 200);
  CHECK(served_version() == "2");
  const auto listed = parse_json(call_route(routes, {.path = model + "/promotions"}).body).value();
  REQUIRE(listed["promotions"].as_array().size() == 2);
  CHECK(listed["promotions"].as_array()[0]["reason"].as_string() == "why not");
  CHECK(listed["promotions"].as_array()[0]["user"].as_string() == "vera");
  CHECK(post("/rollback", "").status == 200);
  CHECK(served_version() == "1");
  CHECK(call_route(routes, {Method::kDelete, model + "/gate"}).status == 200);
}

TEST_CASE_METHOD(GateRoutesFixture, "what is wrong with a request is named", "[gate][routes]") {
  add_good();
  const auto names = [](const TestAnswer& answer, const std::string& field) {
    return answer.status == 400 && answer.body.find("\"field\":\"" + field + "\"") != std::string::npos;
  };
  CHECK(names(put_gate(R"({"gate": 1})"), "gate"));
  CHECK(put_gate("{").status == 400);
  CHECK(names(post("/promotions", "{}"), "version"));
  CHECK(names(post("/promotions", R"({"version": 1})"), "version"));
  CHECK(post("/promotions", R"({"version": 1})").body.find("\"value\":1,") != std::string::npos);
  for (const auto* version : {"x", "0", "01", "-1", "1e5", "9999999999999999999"}) {
    const auto body = std::string(R"({"version": ")") + version + "\"}";
    CHECK(names(post("/promotions", body), "version"));
    CHECK(names(post("/gate/check", body), "version"));
  }
  CHECK(names(put_gate(R"({"data_digest": "d", "metrics": {"accuracy": {"min": 5}}})"),
              "metrics.accuracy.min"));
  CHECK(names(post("/promotions", R"({"version": "1", "reason": "x"})"), "reason"));
  CHECK(names(post("/promotions", R"({"version": "1", "override_reason": 5})"), "override_reason"));
  CHECK(
      names(post("/promotions", R"({"version": "1", "override_reason": ")" + std::string(1001, 'x') + "\"}"),
            "override_reason"));
  CHECK(post("/promotions", R"({"version": "9"})").status == 404);
  CHECK(names(post("/rollback", R"({"version": "1"})"), "version"));
  CHECK(names(post("/gate/check", R"({"name": "1"})"), "name"));
  CHECK(names(call_route(routes, {.path = model + "/promotions?max_results=-1"}), "max_results"));
  CHECK(names(call_route(routes, {.path = model + "/promotions?page=1"}), "page"));
}
