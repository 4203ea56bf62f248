#include "http/connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace shohin {
namespace {

constexpr std::size_t kBufferBytes = 16 * 1024;

int milliseconds_until(std::chrono::steady_clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

Connection::Connection(int socket, int stop_event, const HttpLimits& limits)
    : socket_(socket), stop_event_(stop_event), limits_(limits) {}

bool Connection::wait(short events, Clock::time_point deadline) const {
  for (;;) {
    pollfd entry{socket_, events, 0};
    const int ready = poll(&entry, 1, milliseconds_until(deadline));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

bool Connection::wait_for_request() {
  if (begin_ < buffer_.size()) return true;
  const auto deadline = Clock::now() + limits_.idle_time;
  for (;;) {
    std::array<pollfd, 2> entries = {{{socket_, POLLIN, 0}, {stop_event_, POLLIN, 0}}};
    const int ready = poll(entries.data(), entries.size(), milliseconds_until(deadline));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0 || entries[1].revents != 0) return false;
    return fill(deadline);
  }
}

ssize_t Connection::receive(char* bytes, std::size_t size, Clock::time_point deadline) {
  for (;;) {
    const auto received = recv(socket_, bytes, size, MSG_DONTWAIT);
    if (received >= 0) return received;
    if (errno == EINTR) continue;
    if (!would_block(errno) || !wait(POLLIN, deadline)) return -1;
  }
}

bool Connection::fill(Clock::time_point deadline) {
  if (begin_ == buffer_.size()) {
    buffer_.clear();
    begin_ = 0;
  }
  const auto old_size = buffer_.size();
  buffer_.resize(old_size + kBufferBytes);
  const auto received = receive(buffer_.data() + old_size, kBufferBytes, deadline);
  buffer_.resize(old_size + static_cast<std::size_t>(std::max<ssize_t>(0, received)));
  return received > 0;
}

Outcome<std::string> Connection::read_head() {
  const auto deadline = Clock::now() + limits_.head_time;
  buffer_.erase(0, begin_);
  begin_ = 0;
  std::size_t searched = 0;
  for (;;) {
    const auto end = buffer_.find("\r\n\r\n", searched);
    if (end != std::string::npos && end + 4 <= limits_.head_bytes) {
      begin_ = end + 4;
      return buffer_.substr(0, begin_);
    }
    if (end != std::string::npos || buffer_.size() >= limits_.head_bytes) {
      return refuse(ErrorCode::kBadRequest, "The request's headers are larger than " +
                                                std::to_string(limits_.head_bytes) + " bytes.");
    }
    searched = std::max<std::size_t>(3, buffer_.size()) - 3;  // the end may lie across two pieces
    if (!fill(deadline))
      return refuse(ErrorCode::kBadRequest, "The request's headers did not arrive in time.");
  }
}

void Connection::begin(std::string head) {
  head_ = std::move(head);
  head_begin_ = 0;
  started_ = Clock::now();
  body_received_ = 0;
  answer_sent_ = 0;
}

ssize_t Connection::read(char* bytes, size_t size) {
  const auto count = std::min(size, head_.size() - head_begin_);
  std::memcpy(bytes, head_.data() + head_begin_, count);
  head_begin_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::read_body(char* bytes, std::size_t size) {
  answer_sent_ = 0;  // what was written so far (100 Continue) is not the answer
  const std::chrono::seconds earned(body_received_ / limits_.slowest_rate);
  const auto deadline = started_ + limits_.body_time + earned;
  if (begin_ == buffer_.size() && size >= kBufferBytes) {  // large pieces go past the buffer
    const auto received = receive(bytes, size, deadline);
    body_received_ += static_cast<std::uint64_t>(std::max<ssize_t>(0, received));
    return received;
  }
  if (begin_ == buffer_.size() && !fill(deadline)) return -1;
  const auto count = std::min(size, buffer_.size() - begin_);
  std::memcpy(bytes, buffer_.data() + begin_, count);
  begin_ += count;
  body_received_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* bytes, size_t size) {
  if (answer_sent_ == 0) answered_ = Clock::now();
  for (;;) {
    const auto sent = send(socket_, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      answer_sent_ += static_cast<std::uint64_t>(sent);
      return sent;
    }
    if (errno == EINTR) continue;
    const std::chrono::seconds earned(answer_sent_ / limits_.slowest_rate);
    if (would_block(errno) && wait(POLLOUT, answered_ + limits_.write_time + earned)) continue;
    alive_ = false;
    return -1;
  }
}

void Connection::linger() {
  shutdown(socket_, SHUT_WR);
  const auto deadline = Clock::now() + limits_.linger_time;
  std::array<char, kBufferBytes> waste{};
  while (Clock::now() < deadline && receive(waste.data(), waste.size(), deadline) > 0) {
  }
}

// The listener knows both; the library asks nobody else.
void Connection::get_remote_ip_and_port(std::string& ip, int& port) const { ip.clear(), port = 0; }
void Connection::get_local_ip_and_port(std::string& ip, int& port) const { ip.clear(), port = 0; }

}  // namespace shohin
