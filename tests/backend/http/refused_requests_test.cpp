// Proves that a request which is refused before its handler runs is answered, logged and counted as one of
// the route that it was meant for.
#include <catch_amalgamated.hpp>

#include "raw_client.h"
#include "test_server.h"

namespace shohin {
namespace {

std::vector<Route> refusing_routes() {
  std::vector<Route> routes;
  routes.push_back(text_route(Method::kPost, "/v2/models/{name}/infer", Accepts::kAny, echo));
  routes.back().errors = ErrorShape::kInference;
  routes.back().body_limit = 10;
  routes.push_back(text_route(Method::kPost, "/scores", Accepts::kJson, echo));
  routes.back().errors = ErrorShape::kMlflow;
  routes.back().cross_origin = true;
  routes.push_back(text_route(Method::kGet, "/files/{name}", Accepts::kNoBody, echo));
  routes.emplace_back(Method::kGet, "/members", Role::kViewer, Accepts::kNoBody, echo);
  routes.emplace_back(Method::kGet, "/office", Role::kStaff, Accepts::kNoBody, echo);
  routes.emplace_back(Method::kPost, "/members", Role::kViewer, Accepts::kStream, echo);
  return routes;
}

Outcome<Identity> vera(const RequestHead& head, std::string_view) {
  return head.header("authorization").empty() ? Identity{} : Identity{"vera", Role::kViewer, false};
}

struct Told {
  std::string answer;
  std::string log;
  std::string counted;
};

Told ask(const std::string& line, const std::string& headers = {}, const std::string& host = "localhost") {
  TestServer server(refusing_routes(), {}, vera);
  auto answer = exchange_raw(server.port, line + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n");
  server.stop();
  return {std::move(answer), server.log_text.str(), server.counted};
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr const char* kGzip = "Content-Encoding: gzip\r\nContent-Length: 2\r\n";

TEST_CASE("an encoded body is refused in the shape of its route, with method and path", "[http][refusals]") {
  const auto told = ask("POST /v2/models/iris/infer", kGzip);
  CHECK(status_of_answer(told.answer) == 415);
  CHECK(body_of_answer(told.answer).starts_with(R"({"error":"Send the body as it is)"));
  CHECK(holds(told.log, R"("method":"POST","path":"/v2/models/iris/infer")"));
  CHECK(told.counted == "POST /v2/models/{name}/infer 415\n");
  CHECK(status_of_answer(ask("POST /v2/models/iris/infer", "Content-Encoding: identity\r\n").answer) == 200);
}

TEST_CASE("several ranges are refused with method and path", "[http][refusals]") {
  const auto told = ask("GET /files/a", "Range: bytes=0-1,3-4\r\n");
  CHECK(status_of_answer(told.answer) == 416);
  CHECK(holds(told.log, R"("method":"GET","path":"/files/a")"));
  CHECK(told.counted == "GET /files/{name} 416\n");
}

TEST_CASE("what the gate refuses is counted at its route and tells who asked", "[http][refusals]") {
  CHECK(ask("GET /members").counted == "GET /members 401\n");
  const auto forbidden = ask("GET /office", "Authorization: x\r\n");
  CHECK(forbidden.counted == "GET /office 403\n");
  CHECK(holds(forbidden.log, R"("user":"vera")"));
  const auto foreign = ask("POST /members", "Authorization: x\r\nOrigin: http://evil.example\r\n");
  CHECK(foreign.counted == "POST /members 403\n");
  CHECK(holds(foreign.log, R"("user":"vera")"));
  CHECK(ask("POST /v2/models/iris/infer", "Content-Length: 11\r\n").counted ==
        "POST /v2/models/{name}/infer 413\n");
  CHECK(ask("POST /scores", "Content-Length: 2\r\n").counted == "POST /scores 400\n");
  CHECK(ask("GET /files/a?b=%ff").counted == "GET /files/{name} 400\n");
}

TEST_CASE("an address without the method is counted, one without a route is not", "[http][refusals]") {
  CHECK(ask("DELETE /files/a").counted == "DELETE /files/{name} 405\n");
  CHECK(ask("GET /members", {}, "evil.example").counted == "GET /members 403\n");
  CHECK(ask("GET /nowhere").counted == "GET none 404\n");
  CHECK(ask("GET members").counted == "none none 400\n");
}

TEST_CASE("a refusal names other origins as its route does", "[http][refusals]") {
  const std::string allowed = "\r\nAccess-Control-Allow-Origin: *\r\n";
  CHECK(holds(ask("POST /scores", "Content-Length: 2\r\n").answer, allowed));
  CHECK_FALSE(holds(ask("GET /members").answer, "Access-Control-Allow-Origin"));
  const auto preflight = ask("OPTIONS /scores", "Origin: http://other.example\r\n").answer;
  CHECK(status_of_answer(preflight) == 204);
  CHECK(preflight.find("Access-Control-Allow-Origin") == preflight.rfind("Access-Control-Allow-Origin"));
}

}  // namespace
}  // namespace shohin
