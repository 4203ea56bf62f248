// A server of our own routes on a free port, in this process.
#pragma once

#include <mutex>
#include <sstream>
#include <thread>
#include <vector>

#include "http/server.h"

namespace shohin {

class TestServer {
 public:
  explicit TestServer(std::vector<Route> routes, ServerOptions options = {},
                      Authenticate authenticate = nobody())
      : log(log_text, LogLevel::kDebug),
        table_(*RouteTable::make(std::move(routes))),
        server_(table_, with_free_port(std::move(options)), hooks(std::move(authenticate)), log),
        port(server_.bind().value()),
        thread_([this] { server_.run(); }) {}
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  ~TestServer() { stop(); }

  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

  static Authenticate nobody() {
    return [](const RequestHead&, std::string_view) { return Outcome<Identity>(Identity{}); };
  }

  std::string counted;  // "GET /ok 200\n" for each answer; to be read once the server has stopped
  std::ostringstream log_text;
  Log log;

 private:
  static ServerOptions with_free_port(ServerOptions options) {
    options.port = 0;
    return options;
  }
  ServerHooks hooks(Authenticate authenticate) {
    ServerHooks hooks;
    hooks.authenticate = std::move(authenticate);
    hooks.finished = [this](const RequestReport& report) {
      const std::lock_guard lock(mutex_);
      counted += std::string(report.method) + " " + std::string(report.endpoint) + " " +
                 std::to_string(report.status) + "\n";
    };
    return hooks;
  }

  std::mutex mutex_;
  RouteTable table_;
  Server server_;

 public:
  const int port;

 private:
  std::thread thread_;
};

inline Route text_route(Method method, std::string pattern, Accepts accepts, Handler handler) {
  return {method, std::move(pattern), Role::kPublic, accepts, std::move(handler)};
}

// Answers what it was sent: the body for a JSON route, the parameters otherwise.
inline Outcome<Response> echo(const Request& request) {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  std::string text = request.body;
  for (const auto& parameter : request.parameters) text += "[" + parameter + "]";
  response.body = text;
  return response;
}

}  // namespace shohin
