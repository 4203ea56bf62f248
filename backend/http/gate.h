// What every request must pass before its body is read: host, route, body, who, from where.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/head.h"
#include "http/identity.h"
#include "http/route_table.h"

namespace shohin {

struct Admitted {
  RouteMatch match;
  std::vector<std::pair<std::string, std::string>> query;  // decoded
  Identity identity;
};

// Why a request is not admitted, and what was known of it by then.
struct Refusal : Error {
  const Route* route = nullptr;  // null when none was found, or none was looked for
  std::string user{};            // who asked; empty when that was not asked
};

class Gate {
 public:
  // allowed_hosts: names beside localhost, 127.0.0.1 and [::1]; with a port only that port is meant. The
  // table must outlive the gate.
  Gate(const RouteTable& routes, Authenticate authenticate, std::vector<std::string> allowed_hosts);

  // Fails with kPermissionDenied for a foreign host, a foreign origin or too small a role; with what
  // RouteTable::find gives; with kBadRequest, kUnsupportedMediaType or kTooLarge for a body that the route
  // does not take; with kRangeNotSatisfiable for several ranges; with kUnauthenticated.
  [[nodiscard]] tl::expected<Admitted, Refusal> admit(const RequestHead& head,
                                                      std::string_view client_address) const;
  // The part of it that a browser's preflight question must pass too.
  [[nodiscard]] Outcome<void> check_host(const RequestHead& head) const;

 private:
  // Leaves in `known`, whose route is there, who asked.
  [[nodiscard]] Outcome<Identity> check_identity(const RequestHead& head, std::string_view client_address,
                                                 Refusal& known) const;

  const RouteTable& routes_;
  Authenticate authenticate_;
  std::vector<std::string> allowed_hosts_;
};

// "application/json; charset=utf-8" -> "application/json", in lower case.
std::string media_type(std::string_view content_type);

// 127.0.0.0/8 and ::1, also written as IPv4 in IPv6.
bool is_loopback(std::string_view address);

}  // namespace shohin
