#include "http/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <random>
#include <thread>

#include "http/body.h"
#include "http/deliver.h"
#include "http/pool.h"
#include "http/respond.h"

namespace shohin {
namespace {

constexpr int kBacklog = 511;  // the library asks for 5, and a burst of clients would wait seconds

std::vector<std::string> exempt_addresses(const ServerOptions& options) {
  auto exempt = options.proxies;
  exempt.emplace_back("127.0.0.1");
  return exempt;
}

std::string peer_address(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  const void* bytes =
      address.ss_family == AF_INET6
          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(&address)->sin6_addr)
          : &reinterpret_cast<const sockaddr_in*>(&address)->sin_addr;
  if (inet_ntop(address.ss_family, bytes, text.data(), text.size()) == nullptr) return {};
  std::string_view peer = text.data();
  if (peer.starts_with("::ffff:")) peer.remove_prefix(7);  // IPv4 on a socket of both families
  return std::string(peer);
}

// The head that the library sees: whether the answer has a body, and whether the connection goes on.
std::string library_head(const Exchange& exchange) {
  std::string text = exchange.head.method == "HEAD" ? "HEAD" : "GET";
  text += " / HTTP/1.1\r\n";
  if (exchange.closes) text += "Connection: close\r\n";
  return text + "\r\n";
}

// 501 and 503 are answers that were meant; 500 and 507 are not.
LogLevel level_of(int status, bool quiet) {
  if (status == 501 || status == 503) return LogLevel::kWarning;
  if (status >= 500) return LogLevel::kError;
  return quiet ? LogLevel::kDebug : LogLevel::kInfo;
}

std::string_view label_of(const Route& route) {
  return route.endpoint_label.empty() ? route.pattern : route.endpoint_label;
}

}  // namespace

Server::Listener::Listener(const RouteTable& routes, ServerOptions options, ServerHooks hooks, Log& log)
    : routes_(routes),
      options_(std::move(options)),
      hooks_(std::move(hooks)),
      log_(log),
      gate_(routes, hooks_.authenticate, options_.allowed_hosts),
      doors_(options_.limits.connections, options_.limits.connections_per_address,
             exempt_addresses(options_)),
      room_(options_.limits),
      stop_event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      next_id_((static_cast<std::uint64_t>(std::random_device{}()) << 32U) | std::random_device{}()),
      exchanges_(options_.limits.connections) {
  set_tcp_nodelay(true);
  // Without the library's SO_REUSEPORT: a second server on the port would share it silently.
  set_socket_options([](socket_t socket) { httplib::set_socket_opt(socket, SOL_SOCKET, SO_REUSEADDR, 1); });
  set_keep_alive_timeout(options_.limits.idle_time.count() / 1000);
  set_keep_alive_max_count(options_.limits.requests_per_connection);
  new_task_queue = [this] {
    return new ConnectionPool(options_.limits.connections + 8, options_.limits.stack_bytes);
  };
  Get("/",
      [this](const httplib::Request& request, httplib::Response& response) { answer(request, response); });
  set_post_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    set_connection_header(request, response);
  });
}

Server::Listener::~Listener() { close(stop_event_); }

Outcome<int> Server::Listener::take_address() {
  const auto place = options_.host + ":" + std::to_string(options_.port);
  const int port = options_.port == 0                           ? bind_to_any_port(options_.host)
                   : bind_to_port(options_.host, options_.port) ? options_.port
                                                                : -1;
  if (port <= 0 || ::listen(svr_sock_, kBacklog) != 0) {
    return refuse(ErrorCode::kInternalError, "Cannot listen on " + place + ": " + std::strerror(errno) + ".");
  }
  return port;
}

void Server::Listener::run() {
  std::atomic<bool> over{false};
  std::thread stopper([&] { stop_when_told(over); });
  if (!stopping_) listen_after_bind();
  over = true;
  eventfd_write(stop_event_, 1);
  stopper.join();
}

// The accept loop waits for its threads when it ends, so another thread ends it, and cuts what lasts too
// long.
void Server::Listener::stop_when_told(const std::atomic<bool>& over) {
  pollfd told{stop_event_, POLLIN, 0};
  while (poll(&told, 1, -1) < 0 && errno == EINTR) {
  }
  const auto deadline = std::chrono::steady_clock::now() + options_.limits.drain_time;
  while (!over) {
    if (is_running() && svr_sock_ != INVALID_SOCKET) stop();
    if (std::chrono::steady_clock::now() > deadline) doors_.cut_all();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

void Server::Listener::stop_accepting() {
  stopping_ = true;
  eventfd_write(stop_event_, 1);  // never read: wakes every idle connection too
}

bool Server::Listener::process_and_close_socket(socket_t socket) {
  const auto peer = peer_address(socket);
  if (const auto slot = doors_.enter(peer, socket)) {
    Connection connection(socket, stop_event_, options_.limits);
    serve(connection, peer, *slot);
    doors_.leave(*slot);
  }
  shutdown(socket, SHUT_RDWR);
  close(socket);
  return true;
}

void Server::Listener::serve(Connection& connection, const std::string& peer, std::size_t slot) {
  for (std::size_t i = 0; i < options_.limits.requests_per_connection; ++i) {
    if (!connection.wait_for_request() || !serve_one(connection, peer, slot)) return;
  }
}

bool Server::Listener::serve_one(Connection& connection, const std::string& peer, std::size_t slot) {
  Exchange exchange;
  exchange.id = next_id();
  exchange.body = [&](const TakeBytes& take) { return read_body(connection, exchange.head, take); };
  hooks_.started();
  receive(connection, peer, exchange);
  connection.begin(library_head(exchange));
  exchanges_[slot] = &exchange;
  bool closed = false;
  const bool written =
      process_request(connection, peer, static_cast<int>(slot), {}, 0, exchange.closes, closed, nullptr);
  exchanges_[slot] = nullptr;
  report(exchange);
  if (written && exchange.closes && !exchange.body_read && exchange.head.has_body()) connection.linger();
  return written && !closed && !exchange.closes;
}

void Server::Listener::receive(Connection& connection, const std::string& peer, Exchange& exchange) const {
  exchange.client_address = peer;
  exchange.closes = true;  // unless everything is in order
  auto bytes = connection.read_head();
  if (!bytes) {
    exchange.admitted = tl::unexpected<Refusal>(Refusal{std::move(bytes).error()});
    return;
  }
  exchange.started = exchange.handled = std::chrono::steady_clock::now();
  auto head = parse_head(*bytes, options_.limits);
  if (!head) {
    exchange.admitted = tl::unexpected<Refusal>(Refusal{std::move(head).error()});
    return;
  }
  exchange.head = std::move(*head);
  exchange.shape = error_shape_of(exchange.head.path);
  exchange.trace = parse_traceparent(exchange.head.header("traceparent"));
  exchange.client_address = client_address(exchange.head, peer, options_.proxies);
  exchange.admitted = gate_.admit(exchange.head, exchange.client_address);
  if (exchange.route() != nullptr) exchange.shape = exchange.route()->errors;
  if (!exchange.admitted) {
    exchange.user = exchange.admitted.error().user;
    if (exchange.admitted.error().code == ErrorCode::kMethodNotAllowed) {
      exchange.allow = routes_.allowed_methods(exchange.head.path);
    }
    exchange.preflight = exchange.head.method == "OPTIONS" && gate_.check_host(exchange.head) &&
                         routes_.cross_origin_route(exchange.head.path) != nullptr;
    return;
  }
  exchange.user = exchange.admitted->identity.user;
  exchange.closes = exchange.head.closes;
}

void Server::Listener::answer(const httplib::Request& request, httplib::Response& response) {
  Exchange& exchange = *exchanges_[static_cast<std::size_t>(request.remote_port)];
  auto made = exchange.preflight ? preflight_response() : run_exchange(exchange, room_, log_);
  add_common_headers(made, exchange);
  if (auto delivered = deliver(std::move(made), exchange.head, response); !delivered) {
    auto failed = error_response(delivered.error(), exchange.shape, exchange.id);
    add_common_headers(failed, exchange);
    (void)deliver(std::move(failed), {}, response);  // a text without conditions cannot fail
  }
  exchange.status = response.status;
  if (stopping_) exchange.closes = true;
  // What is left of the body would be read as the next request.
  if (exchange.head.has_body() && !exchange.body_read) exchange.closes = true;
}

// The library closes after every answer from 400 on; a client that made a mistake may go on talking.
void Server::Listener::set_connection_header(const httplib::Request& request,
                                             httplib::Response& response) const {
  const auto* exchange = exchanges_[static_cast<std::size_t>(request.remote_port)];
  response.headers.erase("Connection");
  response.headers.erase("Keep-Alive");
  response.set_header("Connection", exchange->closes ? "close" : "keep-alive");
}

void Server::Listener::report(const Exchange& exchange) {
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - exchange.started;
  const auto* route = exchange.route();
  const std::string_view sent = exchange.head.method;
  const auto method = sent.empty() ? std::string_view("none") : sent;
  // A refused method is counted where the other methods of its address are.
  const auto* counted = route != nullptr || sent.empty() ? route : routes_.first_route(exchange.head.path);
  const auto endpoint = counted == nullptr ? std::string_view("none") : label_of(*counted);
  hooks_.finished({method, endpoint, exchange.status, seconds.count()});
  const bool quiet = exchange.status < 400 &&
                     (method == "GET" || method == "HEAD" || (route != nullptr && route->cross_origin));
  const auto level = level_of(exchange.status, quiet);
  if (!log_.takes(level)) return;
  log_.write(level, "request",
             {{"request_id", exchange.id},
              {"method", method},
              {"path", exchange.head.path},
              {"status", std::int64_t{exchange.status}},
              {"seconds", seconds.count()},
              {"client", exchange.client_address},
              {"user", exchange.user},
              {"trace_id", exchange.trace ? exchange.trace->id() : std::string_view()}});
}

std::string Server::Listener::next_id() {
  // SplitMix64 (Steele, Lea, Flood 2014): distinct for 2^64 requests, and telling nothing of their number.
  std::uint64_t mixed = next_id_.fetch_add(0x9E3779B97F4A7C15U);
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  mixed ^= mixed >> 31U;
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, mixed >>= 4U) {
    *digit = "0123456789abcdef"[mixed & 15U];
  }
  return text;
}

}  // namespace shohin
