#include "receive.h"

namespace shohin {
namespace {

FaultCode code_of(const std::string& name) {
  for (int code = 0; code <= static_cast<int>(kLastFaultCode); ++code)
    if (code_name(static_cast<FaultCode>(code)) == name) return static_cast<FaultCode>(code);
  return FaultCode::kBadSyntax;
}

}  // namespace

Faults read_faults(const Json& message) {
  Faults faults;
  for (const Json& fault : message["faults"].as_array()) {
    faults.add({.code = code_of(fault["code"].as_string()),
                .field = fault["field"].as_string(),
                .value = fault["value"].as_string(),
                .expected = fault["expected"].as_string(),
                .row = static_cast<std::uint64_t>(fault["row"].as_number()),
                .column = static_cast<std::uint32_t>(fault["column"].as_number())});
  }
  return faults;
}

bool receive_session(StudioState& state, const std::string& what, const Json& message) {
  SessionState& session = state.session;
  if (what == "dragging") return state.dragging_file = message["on"].as_bool(), true;
  if (what != "session") return false;
  const std::string& stage = message["state"].as_string();
  session.asking = false;
  session.user = message["user"].as_string();
  session.role = message["role"].as_string();
  session.problem = message["problem"].as_string();
  session.stage = stage == "signed_in"    ? SessionStage::kSignedIn
                  : stage == "signed_out" ? SessionStage::kSignedOut
                                          : SessionStage::kUnreachable;
  if (session.stage == SessionStage::kSignedIn) state.runs.asked = state.models.asked = false;
  return true;
}

void receive(StudioState& state, Requests& requests, const Json& message) {
  const std::string& what = message["tell"].as_string();
  (void)(receive_session(state, what, message) || receive_data(state, what, message) ||
         receive_training(state, requests, what, message) || receive_runs(state, requests, what, message) ||
         receive_models(state, requests, what, message));
}

}  // namespace shohin
