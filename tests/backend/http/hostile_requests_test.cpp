// Proves against a running server that hostile requests are refused and that the next request is not harmed.
#include <atomic>
#include <catch_amalgamated.hpp>
#include <thread>

#include "raw_client.h"
#include "test_server.h"

namespace shohin {
namespace {

constexpr const char* kHost = "Host: localhost\r\n";

std::vector<Route> routes() {
  std::vector<Route> routes;
  routes.push_back(text_route(Method::kGet, "/ok", Accepts::kNoBody, echo));
  routes.push_back(text_route(Method::kGet, "/health", Accepts::kNoBody, echo));
  routes.push_back(text_route(Method::kGet, "/things/{name}", Accepts::kNoBody, echo));
  routes.push_back(text_route(Method::kPost, "/json", Accepts::kJson, echo));
  routes.back().body_limit = 1000;
  routes.push_back(text_route(
      Method::kPut, "/stream/{path...}", Accepts::kStream, [](const Request& request) -> Outcome<Response> {
        std::size_t size = 0;
        auto read = request.read_body([&](std::span<const std::uint8_t> bytes) -> Outcome<void> {
          size += bytes.size();
          return {};
        });
        if (!read) return tl::unexpected<Error>(read.error());
        return json_response(std::to_string(size));
      }));
  routes.back().body_limit = 100'000;
  routes.push_back(text_route(
      Method::kGet, "/throws", Accepts::kNoBody,
      [](const Request&) -> Outcome<Response> { throw std::runtime_error("the password is swordfish"); }));
  return routes;
}

std::string get(const std::string& path, const std::string& headers = {}) {
  return "GET " + path + " HTTP/1.1\r\n" + kHost + headers + "\r\n";
}

std::string post(const std::string& headers, const std::string& body) {
  return std::string("POST /json HTTP/1.1\r\n") + kHost + "Content-Type: application/json\r\n" + headers +
         "\r\n" + body;
}

TEST_CASE("a wrong method is told which ones there are", "[http][limits]") {
  TestServer server(routes());
  const auto answer = exchange_raw(server.port, std::string("DELETE /ok HTTP/1.1\r\n") + kHost + "\r\n");
  CHECK(status_of_answer(answer) == 405);
  CHECK(answer.find("\r\nAllow: GET, HEAD\r\n") != std::string::npos);
  CHECK(exchange_raw(server.port, get("/nowhere")).find("Allow:") == std::string::npos);
}

TEST_CASE("a smuggled second request is never answered", "[http][attack]") {
  TestServer server(routes());
  const std::string smuggled = get("/things/smuggled");
  const auto length = std::to_string(smuggled.size());
  const auto request = GENERATE_COPY(
      post("Content-Length: " + length + "\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + smuggled),
      post("Content-Length: 0\r\nContent-Length: " + length + "\r\n", smuggled),
      post("Transfer-Encoding: xchunked\r\n", smuggled),
      post("Transfer-Encoding: chunked\r\n", "0x0\r\n\r\n" + smuggled),
      get("/ok", "Content-Length: " + length + "\r\n") + smuggled,
      get("/ok", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n" + smuggled,
      get("/ok", "X: 1\n\n") + smuggled);
  const auto answer = exchange_raw(server.port, request);
  CHECK(status_of_answer(answer) == 400);
  CHECK(answer.find("Connection: close") != std::string::npos);
  CHECK(answer.find("smuggled") == std::string::npos);
}

TEST_CASE("pipelined requests are answered in order", "[http]") {
  TestServer server(routes());
  const RawClient client(server.port);
  client.send(get("/things/one") + post("Content-Length: 2\r\n", "{}") +
              get("/things/two", "Connection: close\r\n"));
  const auto answers = client.read_all();
  const auto one = answers.find("[one]");
  const auto json = answers.find("{}");
  const auto two = answers.find("[two]");
  CHECK((one < json && json < two && two != std::string::npos));
}

TEST_CASE("a foreign or repeated Host is refused, except for health checks", "[http][attack]") {
  TestServer server(routes());
  CHECK(status_of_answer(exchange_raw(server.port, "GET /ok HTTP/1.1\r\nHost: evil.example\r\n\r\n")) == 403);
  CHECK(status_of_answer(
            exchange_raw(server.port, "GET /ok HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n")) == 400);
  const RawClient kubelet(server.port);
  kubelet.send("GET /health HTTP/1.1\r\nHost: 10.1.2.3:8080\r\nConnection: close\r\n\r\n");
  CHECK(status_of_answer(kubelet.read_all()) == 200);
}

TEST_CASE("200,000 headers and a megabyte of header are refused early", "[http][attack]") {
  TestServer server(routes());
  const RawClient many(server.port);
  std::string headers;
  for (int i = 0; i < 200'000; ++i) headers += "X: 1\r\n";
  (void)many.send("GET /ok HTTP/1.1\r\n" + std::string(kHost) + headers);
  CHECK(status_of_answer(many.read_all()) == 400);
  const RawClient large(server.port);
  (void)large.send("GET /ok HTTP/1.1\r\n" + std::string(kHost) + "X: " + std::string(1 << 20, 'x'));
  CHECK(status_of_answer(large.read_all()) == 400);
}

TEST_CASE("a body over the route's limit is refused, announced or chunked", "[http][attack]") {
  TestServer server(routes());
  CHECK(status_of_answer(exchange_raw(server.port, post("Content-Length: 1001\r\n", ""))) == 413);
  const RawClient chunked(server.port);
  chunked.send(post("Transfer-Encoding: chunked\r\n", ""));
  for (int i = 0; i < 64 && chunked.send("8000\r\n" + std::string(0x8000, 'x') + "\r\n"); ++i) {
  }
  CHECK(status_of_answer(chunked.read_all()) == 413);
  const RawClient streamed(server.port);
  streamed.send(std::string("PUT /stream/a HTTP/1.1\r\n") + kHost + "Transfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 64 && streamed.send("8000\r\n" + std::string(0x8000, 'x') + "\r\n"); ++i) {
  }
  CHECK(status_of_answer(streamed.read_all()) == 413);
}

TEST_CASE("streamed bodies arrive whole, with a length, in chunks and after a 100", "[http]") {
  TestServer server(routes());
  const std::string body(70'000, 'x');
  const std::string put = std::string("PUT /stream/a/b HTTP/1.1\r\n") + kHost;
  CHECK(body_of_answer(exchange_raw(
            server.port, put + "Connection: close\r\nContent-Length: 70000\r\n\r\n" + body)) == "70000");
  CHECK(body_of_answer(exchange_raw(
            server.port, put + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n11170\r\n" + body +
                             "\r\n0\r\n\r\n")) == "70000");
  CHECK(body_of_answer(exchange_raw(
            server.port, put + "Connection: close\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                               "Content-Length: 3\r\n\r\nabc")) == "3");
  const RawClient waiting(server.port);
  waiting.send(put + "Connection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  waiting.send("abc");
  const auto answer = waiting.read_all();
  CHECK(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"));
}

TEST_CASE("an upload that breaks off is told so and harms nobody", "[http][attack]") {
  TestServer server(routes());
  {
    const RawClient broken(server.port);
    broken.send(std::string("PUT /stream/a HTTP/1.1\r\n") + kHost + "Content-Length: 50000\r\n\r\nabc");
  }
  CHECK(status_of_answer(exchange_raw(server.port, get("/ok", "Connection: close\r\n"))) == 200);
}

TEST_CASE("bodies that are not meant, of another type or encoded are refused", "[http][attack]") {
  TestServer server(routes());
  CHECK(status_of_answer(exchange_raw(server.port, get("/ok", "Content-Length: 2\r\n") + "{}")) == 400);
  CHECK(status_of_answer(
            exchange_raw(server.port, std::string("POST /json HTTP/1.1\r\n") + kHost +
                                          "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}")) == 415);
  CHECK(status_of_answer(
            exchange_raw(server.port, post("Content-Encoding: gzip\r\nContent-Length: 2\r\n", "{}"))) == 415);
}

TEST_CASE("several ranges are refused", "[http][attack]") {
  TestServer server(routes());
  CHECK(status_of_answer(exchange_raw(server.port, get("/ok", "Range: bytes=0-,0-,0-\r\n"))) == 416);
}

TEST_CASE("a path is decoded once and never climbs", "[http][attack]") {
  TestServer server(routes());
  const auto answer = [&](const std::string& path) {
    return exchange_raw(server.port, get(path, "Connection: close\r\n"));
  };
  CHECK(body_of_answer(answer("/things/a%2Fb")) == "[a/b]");
  CHECK(body_of_answer(answer("/things/%252e%252e")) == "[%2e%2e]");
  CHECK(status_of_answer(answer("/../ok")) == 404);
  CHECK(status_of_answer(answer("/%2e%2e/etc/passwd")) == 404);
  CHECK(status_of_answer(answer("/things/%00")) == 400);
  CHECK(status_of_answer(answer("/things/%ff")) == 400);
  CHECK(status_of_answer(answer("/things/%4")) == 400);
  CHECK(status_of_answer(answer("/" + std::string(8000, 'a'))) == 404);
}

TEST_CASE("what a handler throws stays inside", "[http]") {
  TestServer server(routes());
  const auto answer = exchange_raw(server.port, get("/throws", "Connection: close\r\n"));
  CHECK(status_of_answer(answer) == 500);
  CHECK(answer.find("\"error_code\":\"INTERNAL_ERROR\"") != std::string::npos);
  CHECK(answer.find("swordfish") == std::string::npos);
  server.stop();
  CHECK(server.log_text.str().find("swordfish") != std::string::npos);
}

TEST_CASE("clients that dribble are cut off while others are answered", "[http][attack]") {
  ServerOptions options;
  options.limits.head_time = std::chrono::milliseconds(700);
  options.limits.idle_time = std::chrono::milliseconds(700);
  options.limits.connections = 64;
  TestServer server(routes(), options);
  std::atomic<bool> over{false};
  std::thread attack([&] {
    std::vector<RawClient> slow;
    for (int i = 0; i < 300; ++i) slow.emplace_back(server.port, "127.0.0.2");
    while (!over) {
      for (const auto& client : slow) (void)client.send("G");
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  });
  int answered = 0;
  for (int i = 0; i < 100; ++i) {
    answered +=
        status_of_answer(exchange_raw(server.port, get("/ok", "Connection: close\r\n"))) == 200 ? 1 : 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  over = true;
  attack.join();
  CHECK(answered == 100);
}

TEST_CASE("a slow head ends by the wall clock, byte by byte", "[http][attack]") {
  ServerOptions options;
  options.limits.head_time = std::chrono::milliseconds(500);
  TestServer server(routes(), options);
  const RawClient slow(server.port, "127.0.0.2");
  const auto began = std::chrono::steady_clock::now();
  while (slow.send("G") && std::chrono::steady_clock::now() - began < std::chrono::seconds(3)) {
    if (slow.is_closed_within(std::chrono::milliseconds(100))) break;
  }
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(2));
}

TEST_CASE("one address gets so many connections and no more", "[http][attack]") {
  ServerOptions options;
  options.limits.connections_per_address = 3;
  TestServer server(routes(), options);
  std::vector<RawClient> open;
  for (int i = 0; i < 3; ++i) {
    open.emplace_back(server.port, "127.0.0.2");
    open.back().send(get("/ok"));
    CHECK(status_of_answer(open.back().read_answer()) == 200);
  }
  const RawClient fourth(server.port, "127.0.0.2");
  (void)fourth.send(get("/ok"));
  CHECK(fourth.read_all().empty());
  CHECK(status_of_answer(exchange_raw(server.port, get("/ok", "Connection: close\r\n"))) == 200);
}

TEST_CASE("stopping finishes what began and closes what idles", "[http]") {
  auto table = routes();
  table.push_back(text_route(Method::kGet, "/slow", Accepts::kNoBody, [](const Request& request) {
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    return echo(request);
  }));
  TestServer server(std::move(table));
  const RawClient idle(server.port);
  idle.send(get("/ok"));
  CHECK(status_of_answer(idle.read_answer()) == 200);
  const RawClient busy(server.port);
  busy.send(get("/slow"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const auto began = std::chrono::steady_clock::now();
  server.stop();
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(2));
  const auto answer = busy.read_all();
  CHECK(status_of_answer(answer) == 200);
  CHECK(answer.find("\r\nConnection: close\r\n") != std::string::npos);
  CHECK(idle.is_closed_within(std::chrono::milliseconds(100)));
}

TEST_CASE("a body that ends while the server stops is answered with Connection: close", "[http]") {
  TestServer server(routes());
  const RawClient client(server.port);
  client.send(post("Content-Length: 4\r\n", "{}"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::thread stopper([&] { server.stop(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  client.send("{}");
  const auto answer = client.read_all();
  stopper.join();
  CHECK(body_of_answer(answer) == "{}{}");
  CHECK(answer.find("\r\nConnection: close\r\n") != std::string::npos);
}

TEST_CASE("HEAD has the headers of GET and no body", "[http]") {
  TestServer server(routes());
  const auto answer = exchange_raw(
      server.port, std::string("HEAD /things/abc HTTP/1.1\r\n") + kHost + "Connection: close\r\n\r\n");
  CHECK(status_of_answer(answer) == 200);
  CHECK(answer.find("Content-Length: 5\r\n") != std::string::npos);
  CHECK(body_of_answer(answer).empty());
}

}  // namespace
}  // namespace shohin
