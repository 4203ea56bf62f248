// Proves that a client's trace is carried into answer and log, and that every answer says where its time
// went.
#include "http/trace_context.h"

#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>

#include "raw_client.h"
#include "test_server.h"

namespace shohin {
namespace {

// The example of the standard, W3C Trace Context, 3.2.
constexpr const char* kTraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr const char* kParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST_CASE("a traceparent is read and told on with our own span", "[http]") {
  const auto trace = parse_traceparent(kParent);
  REQUIRE(trace.has_value());
  CHECK(trace->id() == kTraceId);
  CHECK(traceparent_text(*trace, "0123456789abcdef") ==
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0123456789abcdef-01");
}

TEST_CASE("a later version is read as far as it is known", "[http]") {
  CHECK(parse_traceparent("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-holds")
            .has_value());
  CHECK(parse_traceparent("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").has_value());
}

TEST_CASE("what the standard calls invalid is ignored", "[http]") {
  for (const auto* header : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                             "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                             "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                             "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                             "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
                             "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01"}) {
    INFO(header);
    CHECK_FALSE(parse_traceparent(header).has_value());
  }
}

std::string header_of(const std::string& answer, const std::string& name) {
  const auto at = answer.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 4;
  return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

TEST_CASE("answer and log carry the trace of the request", "[http]") {
  TestServer server({text_route(Method::kGet, "/a", Accepts::kNoBody, echo)});
  const auto traced =
      exchange_raw(server.port, std::string("GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: "
                                            "close\r\ntraceparent: ") +
                                    kParent + "\r\n\r\n");
  const auto plain =
      exchange_raw(server.port, "GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  server.stop();
  const auto id = header_of(traced, "X-Request-Id");
  CHECK(header_of(traced, "traceparent") == "00-" + std::string(kTraceId) + "-" + id + "-01");
  CHECK(header_of(plain, "traceparent").empty());
  std::istringstream lines(server.log_text.str());
  std::string line;
  REQUIRE(std::getline(lines, line));
  const auto first = nlohmann::json::parse(line);
  CHECK(first["trace_id"] == kTraceId);
  CHECK(first["request_id"] == id);
  REQUIRE(std::getline(lines, line));
  CHECK_FALSE(nlohmann::json::parse(line).contains("trace_id"));
}

TEST_CASE("every answer says how long reading and handling took", "[http]") {
  TestServer server({text_route(Method::kGet, "/a", Accepts::kNoBody, echo)});
  for (const auto* path : {"/a", "/none"}) {
    const auto timing =
        header_of(exchange_raw(server.port, std::string("GET ") + path +
                                                " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                  "Server-Timing");
    INFO(timing);
    double read = -1, handle = -1;
    REQUIRE(std::sscanf(timing.c_str(), "read;dur=%lf, handle;dur=%lf", &read, &handle) == 2);
    CHECK(read >= 0);
    CHECK(handle >= 0);
  }
}

}  // namespace
}  // namespace shohin
