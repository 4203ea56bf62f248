// A client's connection as cpp-httplib reads and writes it: every wait has an end on the wall clock.
#pragma once

#include <httplib.h>

#include <chrono>
#include <string>
#include <string_view>

#include "error/error.h"
#include "http/limits.h"

namespace shohin {

class Connection final : public httplib::Stream {
 public:
  // Neither descriptor is owned; stop_event becomes readable when the server stops.
  Connection(int socket, int stop_event, const HttpLimits& limits);

  // Waits for the first byte of a request. False when the client is gone or idle, or the server stops.
  bool wait_for_request();
  // Everything up to and with the empty line. Fails with kBadRequest when it is too long or too slow.
  Outcome<std::string> read_head();
  // From here on the library reads `head`, of our own making, and nothing else; the body is ours to read.
  void begin(std::string head);
  // Bytes of the request's body or of what frames it: at least one, 0 at the end, -1 when the client is gone
  // or too slow.
  ssize_t read_body(char* bytes, std::size_t size);
  // Lets a client that still sends read our answer: ends our side and takes what comes for a moment.
  void linger();

  ssize_t read(char* bytes, size_t size) override;
  ssize_t write(const char* bytes, size_t size) override;
  [[nodiscard]] bool is_readable() const override { return head_begin_ < head_.size(); }
  [[nodiscard]] bool wait_readable() const override { return is_readable(); }
  [[nodiscard]] bool wait_writable() const override { return true; }  // write() itself waits
  [[nodiscard]] bool is_peer_alive() const override { return alive_; }
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  [[nodiscard]] socket_t socket() const override { return socket_; }
  [[nodiscard]] time_t duration() const override { return 0; }

 private:
  using Clock = std::chrono::steady_clock;
  // Bytes received, 0 at the end, -1 on failure or past the deadline.
  ssize_t receive(char* bytes, std::size_t size, Clock::time_point deadline);
  bool fill(Clock::time_point deadline);
  [[nodiscard]] bool wait(short events, Clock::time_point deadline) const;

  int socket_;
  int stop_event_;
  const HttpLimits& limits_;
  std::string buffer_;  // received and not yet read, from begin_ on
  std::size_t begin_ = 0;
  std::string head_;  // what the library reads first
  std::size_t head_begin_ = 0;
  bool alive_ = true;
  Clock::time_point started_;  // of this request's body
  std::uint64_t body_received_ = 0;
  Clock::time_point answered_;  // when the answer began
  std::uint64_t answer_sent_ = 0;
};

}  // namespace shohin
