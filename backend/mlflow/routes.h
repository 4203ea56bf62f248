// How a route of MLflow's REST API is made: read a message, call one service function, give JSON.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/route.h"
#include "mlflow/actor.h"
#include "mlflow/message.h"

namespace shohin {

// What a handler gets: the message, what the path's {name} matched, and who asks.
struct MlflowCall {
  Message message;
  std::vector<std::string> parameters;
  Actor actor;
  Scopes scopes;
};

// Gives the JSON of the answer.
using MlflowHandler = std::function<Outcome<std::string>(const MlflowCall&)>;

// Collects routes; each lies below /api and, for MLflow's own pages and older clients, /ajax-api.
class MlflowRoutes {
 public:
  // Paths are relative to /api/2.0/mlflow. GET reads for viewers, everything else is for staff.
  void get(std::string_view path, const MlflowHandler& handler) {
    add(Method::kGet, path, Role::kViewer, handler);
  }
  void post(std::string_view path, const MlflowHandler& handler) {
    add(Method::kPost, path, Role::kStaff, handler);
  }
  void patch(std::string_view path, const MlflowHandler& handler) {
    add(Method::kPatch, path, Role::kStaff, handler);
  }
  void remove(std::string_view path, const MlflowHandler& handler) {
    add(Method::kDelete, path, Role::kStaff, handler);
  }
  // A POST that only reads.
  void search(std::string_view path, const MlflowHandler& handler) {
    add(Method::kPost, path, Role::kViewer, handler);
  }
  // What only MLflow's own pages ask: below /ajax-api/2.0/mlflow alone.
  void page_get(std::string_view path, const MlflowHandler& handler);
  void page_search(std::string_view path, const MlflowHandler& handler);

  // Any path below /api and /ajax-api, for routes that are not JSON in and out.
  void add_raw(Route route);
  // A path that is nowhere else.
  void add_plain(Route route);

  std::vector<Route> take() { return std::move(routes_); }

 private:
  void add(Method method, std::string_view path, Role role, const MlflowHandler& handler);
  std::vector<Route> routes_;
};

// {} when `done` succeeded.
Outcome<std::string> empty_answer(const Outcome<void>& done);

}  // namespace shohin
