// An HTTP client for the command line: one server, a bearer token, whole bodies.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "error/error.h"
#include "http/route.h"

namespace shohin {

// http://host:port/prefix, taken apart.
struct ServerAddress {
  std::string host;  // a name, an IPv4 address, or an IPv6 address without its brackets
  std::uint16_t port = 80;
  std::string prefix;  // "" or "/path" without a slash at the end
};

// Fails with kInvalidParameterValue and a message for the person who typed it: https is refused because the
// command line brings no TLS.
Outcome<ServerAddress> parse_server_address(std::string_view url);

struct Reply {
  int status = 0;
  std::string body;
};

class HttpClient {
 public:
  struct Options {
    std::string token{};  // sent as Bearer when not empty
    int timeout_seconds = 120;
  };

  HttpClient(const ServerAddress& address, const Options& options);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  // Sends one request and reads the answer whole, whatever its status. Fails with kTemporarilyUnavailable
  // when no answer came.
  Outcome<Reply> send(Method method, std::string_view path, std::string_view body = {},
                      std::string_view content_type = "application/json");
  // Gets a body of any size piece by piece and gives the status; `take` sees the body of a 200 only. Fails as
  // send, and when `take` says no.
  Outcome<int> download(std::string_view path, const std::function<bool(std::string_view)>& take);

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace shohin
