// The HTTP server: accepts, checks, hands over to the route table, answers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/identity.h"
#include "http/limits.h"
#include "http/log.h"
#include "http/route_table.h"

namespace shohin {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8080;                         // 0 takes a free one
  std::vector<std::string> allowed_hosts;  // beside the loopback names
  std::vector<std::string> proxies;        // addresses whose X-Forwarded-For is believed
  HttpLimits limits;
};

// One answered request, for logs and metrics.
struct RequestReport {
  std::string_view method;
  std::string_view endpoint;  // the route's label; "none" when no route has that address
  int status = 0;
  double seconds = 0;
};

struct ServerHooks {
  Authenticate authenticate;
  std::function<void()> started = [] {};
  std::function<void(const RequestReport&)> finished = [](const RequestReport&) {};
};

class Server {
 public:
  // The table and the log must outlive the server.
  Server(const RouteTable& routes, ServerOptions options, ServerHooks hooks, Log& log);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  // Takes the address; gives the port. Connections wait from here on until run(). Fails with kInternalError
  // when the address is taken or not ours.
  Outcome<int> bind();
  // Answers until stop(); then finishes started requests, cutting those that last over drain_time.
  void run();
  // From any thread, also before run().
  void stop();

 private:
  class Listener;
  std::unique_ptr<Listener> listener_;
};

}  // namespace shohin
