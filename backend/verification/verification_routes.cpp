#include "verification/verification_routes.h"

#include <array>
#include <utility>

#include "text/json.h"

namespace shohin {
namespace {

// In the order of VerificationState.
constexpr std::array<const char*, 6> kStates = {"queued",    "running", "verified",
                                                "different", "failed",  "cancelled"};

Json time_or_null(const std::optional<std::int64_t>& time) { return time ? Json(*time) : Json(); }

Json verification_json(const Verification& verification) {
  const auto& record = verification.record;
  const auto report = parse_json(record.report);
  return JsonObject{{"run_id", record.run.run_id},
                    {"state", kStates[static_cast<std::size_t>(record.state)]},
                    {"user", record.user},
                    {"creation_time", record.creation_time},
                    {"start_time", time_or_null(record.start_time)},
                    {"end_time", time_or_null(record.end_time)},
                    {"steps_done", verification.steps_done},
                    {"steps_total", verification.steps_total},
                    {"report", report ? *report : Json()}};
}

Answer answer_schema(int status) {
  auto verification =
      object("", {text("run_id"), choice("state", {kStates.begin(), kStates.end()}), text("user"),
                  integer("creation_time"), or_null(integer("start_time")), or_null(integer("end_time")),
                  integer("steps_done"), integer("steps_total"), any("report")});
  return {.status = status, .body = component("Verification", std::move(verification))};
}

Outcome<Response> answer(const Outcome<Verification>& verification, int status = 200) {
  if (!verification) return tl::unexpected<Error>(verification.error());
  auto response = json_response(write_json(verification_json(*verification)));
  response.status = status;
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace

std::vector<Route> verification_routes(Verifications& verifications) {
  const auto path = "/api/shohin/v1/runs/{run_id}/verification";
  std::vector<Route> routes;
  routes.emplace_back(
      Method::kPost, path, Role::kStaff, Accepts::kJson,
      [&verifications](const Request& request) -> Outcome<Response> {
        return answer(verifications.start(request.parameters[0], request.user), 202);
      },
      Operation{.summary = "Train a run again and compare the models, in the background",
                .body = {{}},
                .answer = answer_schema(202),
                .errors = {409, 429},
                .strict = true});
  routes.emplace_back(
      Method::kGet, path, Role::kViewer, Accepts::kNoBody,
      [&verifications](const Request& request) { return answer(verifications.get(request.parameters[0])); },
      Operation{.summary = "Tell how a verification goes", .answer = answer_schema(200), .strict = true});
  routes.emplace_back(
      Method::kDelete, path, Role::kStaff, Accepts::kNoBody,
      [&verifications](const Request& request) {
        return answer(verifications.cancel(request.parameters[0]));
      },
      Operation{
          .summary = "Cancel a verification", .answer = answer_schema(200), .errors = {409}, .strict = true});
  return routes;
}

}  // namespace shohin
