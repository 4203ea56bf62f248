// What one client may cost, in one table (SECURITY.md of the design, "HTTP").
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace shohin {

struct HttpLimits {
  std::chrono::milliseconds head_time{5'000};   // from a request's first byte to the end of its head
  std::chrono::milliseconds body_time{30'000};  // and longer only as fast as slowest_rate allows
  std::chrono::milliseconds idle_time{5'000};   // between two requests of a connection
  std::chrono::milliseconds write_time{30'000};
  std::chrono::milliseconds drain_time{4'000};   // for started requests once the server stops
  std::chrono::milliseconds linger_time{1'000};  // for a refused client to read why
  std::uint64_t slowest_rate = 64 * 1024;        // bytes a second that a long body or answer must reach
  std::size_t head_bytes = 32 * 1024;
  std::size_t head_fields = 64;
  std::size_t target_bytes = 8 * 1024;
  std::size_t requests_per_connection = 100'000;
  std::size_t connections = 512;
  std::size_t connections_per_address = 32;  // 127.0.0.1 and the configured proxies are exempt
  std::size_t stack_bytes = 512 * 1024;      // of a connection's thread
  // What is read into memory: short bodies as they come, longer ones while all of them together have room.
  std::uint64_t short_body = 1ULL << 20;
  std::uint64_t long_bodies = 18ULL << 20;
  std::chrono::milliseconds room_time{10'000};  // that a body waits for room
};

}  // namespace shohin
