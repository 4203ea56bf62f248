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

// The JSON of an answer. Only MlflowCall::then makes one.
class MlflowAnswer {
 public:
  [[nodiscard]] const Outcome<std::string>& json() const { return json_; }

 private:
  friend struct MlflowCall;
  explicit MlflowAnswer(Outcome<std::string> json) : json_(std::move(json)) {}
  Outcome<std::string> json_;
};

// What a handler gets: the message, what the path's {name} matched, and who asks.
struct MlflowCall {
  Message message;
  const Request& request;
  std::vector<std::string> parameters;
  Actor actor;
  Scopes scopes;

  // Once everything is read: does the work, unless a fault was found. A handler that is given a recorder thus
  // tells what it reads, and does nothing: that is how the OpenAPI document knows the fields.
  template <class Work>
  [[nodiscard]] MlflowAnswer then(Work work) const {
    if (message.failed()) return MlflowAnswer(message.fault());
    return MlflowAnswer(work());
  }
};

using MlflowHandler = std::function<MlflowAnswer(const MlflowCall&)>;

// Most messages are short. A batch may hold 100 params of 6000 and 100 tags of 8000 characters, each
// character written as \uXXXX; the inputs of a run a profile of 16 MB.
constexpr std::uint64_t kMessageBytes = 1ULL << 20;
constexpr std::uint64_t kBatchBytes = 9ULL << 20;
constexpr std::uint64_t kInputsBytes = 18ULL << 20;

// What a route is for, in one line, the members of its answer, and how long a body may be.
struct MlflowSummary {
  std::string text;
  std::vector<Field> answer{};
  std::uint64_t body_limit = kMessageBytes;
};

// A route of that path below /api/2.0/mlflow; its operation holds what the handler reads.
Route mlflow_route(Method method, std::string_view path, Role role, MlflowSummary summary,
                   const MlflowHandler& handler);

// Collects routes; each lies below /api and, for MLflow's own pages and older clients, /ajax-api.
class MlflowRoutes {
 public:
  // Paths are relative to /api/2.0/mlflow. GET reads for viewers, everything else is for staff.
  void get(std::string_view path, MlflowSummary summary, const MlflowHandler& handler) {
    add(mlflow_route(Method::kGet, path, Role::kViewer, std::move(summary), handler));
  }
  void post(std::string_view path, MlflowSummary summary, const MlflowHandler& handler) {
    add(mlflow_route(Method::kPost, path, Role::kStaff, std::move(summary), handler));
  }
  void patch(std::string_view path, MlflowSummary summary, const MlflowHandler& handler) {
    add(mlflow_route(Method::kPatch, path, Role::kStaff, std::move(summary), handler));
  }
  void remove(std::string_view path, MlflowSummary summary, const MlflowHandler& handler) {
    add(mlflow_route(Method::kDelete, path, Role::kStaff, std::move(summary), handler));
  }
  // A POST that only reads.
  void search(std::string_view path, MlflowSummary summary, const MlflowHandler& handler) {
    add(mlflow_route(Method::kPost, path, Role::kViewer, std::move(summary), handler));
  }
  // What only MLflow's own pages ask: below /ajax-api/2.0/mlflow alone.
  void page_get(std::string_view path, MlflowSummary summary, const MlflowHandler& handler);
  void page_search(std::string_view path, MlflowSummary summary, const MlflowHandler& handler);

  // Of mlflow_route, to be changed before it is added.
  void add(Route route) { add_raw(std::move(route)); }
  // Any path below /api and /ajax-api, for routes that are not JSON in and out.
  void add_raw(Route route);
  // A path that is nowhere else.
  void add_plain(Route route);

  std::vector<Route> take() { return std::move(routes_); }

 private:
  std::vector<Route> routes_;
};

// {} when `done` succeeded.
Outcome<std::string> empty_answer(const Outcome<void>& done);

}  // namespace shohin
