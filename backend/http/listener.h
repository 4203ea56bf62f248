// cpp-httplib's server with connections of our own. The library accepts and writes answers; it is given heads
// of our making (GET or HEAD of "/"), so that nothing a client sends reaches its parsers.
#pragma once

#include <httplib.h>

#include <atomic>
#include <string>
#include <vector>

#include "http/connection.h"
#include "http/doors.h"
#include "http/exchange.h"
#include "http/server.h"

namespace shohin {

class Server::Listener final : public httplib::Server {
 public:
  Listener(const RouteTable& routes, ServerOptions options, ServerHooks hooks, Log& log);
  ~Listener() override;

  Outcome<int> take_address();
  void run();
  void stop_accepting();

 private:
  void stop_when_told(const std::atomic<bool>& over);
  bool process_and_close_socket(socket_t socket) override;
  void serve(Connection& connection, const std::string& peer, std::size_t slot);
  // False when the connection is to be closed.
  bool serve_one(Connection& connection, const std::string& peer, std::size_t slot);
  void receive(Connection& connection, const std::string& peer, Exchange& exchange) const;
  void answer(const httplib::Request& request, httplib::Response& response);
  void set_connection_header(const httplib::Request& request, httplib::Response& response) const;
  void report(const Exchange& exchange);
  std::string next_id();

  const RouteTable& routes_;
  const ServerOptions options_;
  const ServerHooks hooks_;
  Log& log_;
  Gate gate_;
  Doors doors_;
  BodyRoom room_;
  int stop_event_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::uint64_t> next_id_;
  // By slot: what its connection is at. The library hands the slot through as the "remote port".
  std::vector<Exchange*> exchanges_;
};

}  // namespace shohin
