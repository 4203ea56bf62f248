// Proves that long bodies are held one after another, that short ones pass them, and that nobody waits for
// ever.
#include <atomic>
#include <catch_amalgamated.hpp>
#include <future>

#include "raw_client.h"
#include "test_server.h"

namespace shohin {
namespace {

constexpr std::uint64_t kShort = 1000, kLimit = 6000, kTogether = 10'000;

std::string post(const TestServer& server, const std::string& path, const std::string& body, bool chunked) {
  std::string head = "POST " + path +
                     " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                     "Content-Type: application/json\r\n";
  if (!chunked) head += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  if (chunked) {
    std::ostringstream size;
    size << std::hex << body.size() / 2;
    const auto half = [&](std::size_t from) {
      return size.str() + "\r\n" + body.substr(from, body.size() / 2) + "\r\n";
    };
    head += "Transfer-Encoding: chunked\r\n\r\n" + half(0) + half(body.size() / 2) + "0\r\n\r\n";
  }
  return exchange_raw(server.port, head);
}

// Handlers that wait at a gate which the test opens.
struct Held {
  std::promise<void> gate;
  std::shared_future<void> opened = gate.get_future().share();
  std::atomic<int> inside = 0, most = 0;

  Handler handler() {
    return [this](const Request& request) {
      const int now = ++inside;
      int before = most;
      while (before < now && !most.compare_exchange_weak(before, now)) {
      }
      if (request.path == "/held") opened.wait();
      --inside;
      return echo(request);
    };
  }
  void wait_for(int count) const {
    while (inside < count) std::this_thread::yield();
  }
};

std::vector<Route> routes(Held& held) {
  std::vector<Route> routes;
  for (const char* path : {"/held", "/free"}) {
    routes.push_back(text_route(Method::kPost, path, Accepts::kJson, held.handler()));
    routes.back().body_limit = kLimit;
  }
  return routes;
}

ServerOptions with_room(std::chrono::milliseconds patience) {
  ServerOptions options;
  options.limits.short_body = kShort;
  options.limits.long_bodies = kTogether;
  options.limits.room_time = patience;
  return options;
}

TEST_CASE("long bodies wait for room, short ones need none", "[http][body]") {
  const bool chunked = GENERATE(false, true);
  Held held;
  TestServer server(routes(held), with_room(std::chrono::minutes(5)));
  const std::string body(kLimit, 'x');
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 4; ++i) {
    answers.push_back(std::async(std::launch::async, [&] { return post(server, "/held", body, chunked); }));
  }
  held.wait_for(1);  // two would be 12,000 bytes
  CHECK(status_of_answer(post(server, "/free", std::string(kShort, 'x'), chunked)) == 200);
  CHECK(held.inside == 1);
  held.gate.set_value();
  for (auto& answer : answers) CHECK(body_of_answer(answer.get()) == body);
  CHECK(held.most == 2);  // one long, one short
}

TEST_CASE("a long body that finds no room in time is asked to come again", "[http][body]") {
  const bool chunked = GENERATE(false, true);
  Held held;
  TestServer server(routes(held), with_room(std::chrono::milliseconds(20)));
  const std::string body(kLimit, 'x');
  auto first = std::async(std::launch::async, [&] { return post(server, "/held", body, false); });
  held.wait_for(1);
  const auto refused = post(server, "/free", body, chunked);
  CHECK(status_of_answer(refused) == 503);
  CHECK(refused.find("\r\nRetry-After: 1\r\n") != std::string::npos);
  CHECK(refused.find("Other long messages are being taken") != std::string::npos);
  held.gate.set_value();
  CHECK(status_of_answer(first.get()) == 200);
  CHECK(status_of_answer(post(server, "/free", body, chunked)) == 200);
}

TEST_CASE("a refused and a broken long body give their room back", "[http][body]") {
  Held held;
  TestServer server(routes(held), with_room(std::chrono::milliseconds(20)));
  for (int i = 0; i < 3; ++i) {
    CHECK(status_of_answer(post(server, "/free", std::string(kLimit + 2, 'x'), true)) == 413);
    (void)exchange_raw(server.port,
                       "POST /free HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                       "Transfer-Encoding: chunked\r\n\r\n5dc\r\n" +
                           std::string(1500, 'x') + "\r\nnonsense\r\n");
  }
  CHECK(status_of_answer(post(server, "/free", std::string(kLimit, 'x'), true)) == 200);
}

}  // namespace
}  // namespace shohin
