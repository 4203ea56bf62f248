#include "http/client.h"

#include <httplib.h>

#include <charconv>
#include <utility>

namespace shohin {
namespace {

constexpr std::string_view kScheme = "http://";

std::string_view method_name(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kPatch:
      return "PATCH";
    case Method::kDelete:
      return "DELETE";
  }
  return "GET";
}

tl::unexpected<Error> not_an_address(std::string_view url) {
  return refuse(ErrorCode::kInvalidParameterValue,
                "'" + std::string(url) + "' is not a server's address; write it as http://HOST:PORT.");
}

bool read_port(std::string_view text, std::uint16_t& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port != 0;
}

}  // namespace

Outcome<ServerAddress> parse_server_address(std::string_view url) {
  if (url.starts_with("https://"))
    return refuse(ErrorCode::kInvalidParameterValue,
                  "'" + std::string(url) +
                      "': https is not supported here, only http. Reach a remote server through a tunnel "
                      "(ssh -L 8080:127.0.0.1:8080 HOST) and use http://127.0.0.1:8080.");
  if (!url.starts_with(kScheme)) return not_an_address(url);
  const std::string_view rest = url.substr(kScheme.size());
  const std::size_t slash = rest.find('/');
  std::string_view authority = rest.substr(0, slash);
  ServerAddress address;
  if (slash != std::string_view::npos) address.prefix = rest.substr(slash);
  while (address.prefix.ends_with('/')) address.prefix.pop_back();
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    if (!read_port(authority.substr(colon + 1), address.port)) return not_an_address(url);
    authority = authority.substr(0, colon);
  }
  if (authority.starts_with('[') && authority.ends_with(']'))
    authority = authority.substr(1, authority.size() - 2);
  address.host = authority;
  if (address.host.empty() || address.host.find_first_of("@?#[] ") != std::string::npos)
    return not_an_address(url);
  return address;
}

class HttpClient::Connection {
 public:
  Connection(const ServerAddress& address, const Options& options)
      : client_(address.host, address.port), prefix_(address.prefix) {
    client_.set_connection_timeout(options.timeout_seconds);
    client_.set_read_timeout(options.timeout_seconds);
    client_.set_write_timeout(options.timeout_seconds);
    client_.set_keep_alive(true);
    client_.set_path_encode(false);
    if (!options.token.empty()) headers_.emplace("Authorization", "Bearer " + options.token);
  }

  Outcome<Reply> send(Method method, std::string_view path, std::string_view body,
                      std::string_view content_type) {
    httplib::Request request;
    request.method = method_name(method);
    request.path = prefix_ + std::string(path);
    request.headers = headers_;
    if (method != Method::kGet) {
      request.headers.emplace("Content-Type", std::string(content_type));
      request.body = body;
    }
    const httplib::Result result = client_.send(request);
    if (!result) return refuse_silence(result.error());
    return Reply{result->status, result->body};
  }

  Outcome<int> download(std::string_view path, const std::function<bool(std::string_view)>& take) {
    int status = 0;
    const httplib::Result result = client_.Get(
        prefix_ + std::string(path), headers_,
        [&](const httplib::Response& response) {
          status = response.status;
          return true;
        },
        [&](const char* bytes, std::size_t size) {
          return status != 200 || take({bytes, size});
        });
    if (!result) return refuse_silence(result.error());
    return status;
  }

 private:
  tl::unexpected<Error> refuse_silence(httplib::Error error) const {
    return refuse(ErrorCode::kTemporarilyUnavailable,
                  "http://" + client_.host() + ":" + std::to_string(client_.port()) + " does not answer (" +
                      httplib::to_string(error) + ").");
  }

  httplib::Client client_;
  httplib::Headers headers_;
  std::string prefix_;
};

HttpClient::HttpClient(const ServerAddress& address, const Options& options)
    : connection_(std::make_unique<Connection>(address, options)) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

Outcome<Reply> HttpClient::send(Method method, std::string_view path, std::string_view body,
                                std::string_view content_type) {
  return connection_->send(method, path, body, content_type);
}

Outcome<int> HttpClient::download(std::string_view path, const std::function<bool(std::string_view)>& take) {
  return connection_->download(path, take);
}

}  // namespace shohin
