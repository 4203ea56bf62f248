// A client that sends bytes as they are: what no well-behaved library would send.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace shohin {

class RawClient {
 public:
  explicit RawClient(int port, const char* from = "127.0.0.1") : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in source = address(from, 0);
    sockaddr_in target = address("127.0.0.1", port);
    (void)bind(socket_, reinterpret_cast<sockaddr*>(&source), sizeof source);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&target), sizeof target) == 0;
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  RawClient(RawClient&& other) noexcept : socket_(other.socket_), connected_(other.connected_) {
    other.socket_ = -1;
  }
  ~RawClient() {
    if (socket_ >= 0) close(socket_);
  }

  [[nodiscard]] bool is_connected() const { return connected_; }

  // False once the server does not take more.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // Everything until the server closes, or nothing more comes for a while.
  [[nodiscard]] std::string read_all(std::chrono::milliseconds patience = std::chrono::seconds(8)) const {
    std::string received;
    while (read_some(received, patience)) {
    }
    return received;
  }

  // One answer with a Content-Length, the connection staying open.
  [[nodiscard]] std::string read_answer() const {
    std::string received;
    const auto complete = [&] {
      const auto end = received.find("\r\n\r\n");
      const auto length = received.find("Content-Length: ");
      if (end == std::string::npos || length == std::string::npos) return false;
      return received.size() >= end + 4 + std::stoul(received.substr(length + 16));
    };
    while (!complete() && read_some(received, std::chrono::seconds(8))) {
    }
    return received;
  }

  // Whether the server ended the connection by then.
  [[nodiscard]] bool is_closed_within(std::chrono::milliseconds time) const {
    const auto deadline = std::chrono::steady_clock::now() + time;
    std::string ignored;
    while (std::chrono::steady_clock::now() < deadline) {
      pollfd entry{socket_, POLLIN, 0};
      if (poll(&entry, 1, 50) <= 0) continue;
      std::array<char, 4096> piece{};
      if (recv(socket_, piece.data(), piece.size(), 0) <= 0) return true;
    }
    return false;
  }

 private:
  static sockaddr_in address(const char* text, int port) {
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, text, &result.sin_addr);
    return result;
  }

  bool read_some(std::string& received, std::chrono::milliseconds patience) const {
    pollfd entry{socket_, POLLIN, 0};
    if (poll(&entry, 1, static_cast<int>(patience.count())) <= 0) return false;
    std::array<char, 65536> piece{};
    const auto count = recv(socket_, piece.data(), piece.size(), 0);
    if (count <= 0) return false;
    received.append(piece.data(), static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  bool connected_ = false;
};

// The status of the first answer in these bytes; 0 when there is none.
inline int status_of_answer(std::string_view bytes) {
  if (!bytes.starts_with("HTTP/1.1 ") || bytes.size() < 12) return 0;
  return std::stoi(std::string(bytes.substr(9, 3)));
}

inline std::string body_of_answer(std::string_view bytes) {
  const auto end = bytes.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string() : std::string(bytes.substr(end + 4));
}

// Sends one request and reads its answer, the connection closed afterwards.
inline std::string exchange_raw(int port, std::string_view request) {
  const RawClient client(port);
  (void)client.send(request);
  return client.read_all();
}

}  // namespace shohin
