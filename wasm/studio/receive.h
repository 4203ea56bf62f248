// The page's messages: JSON objects with "tell" that change the state. What a message lacks is left empty; a
// message that nobody knows changes nothing.
#pragma once

#include "requests.h"
#include "state.h"
#include "text/json.h"

namespace shohin {

// Messages may make the Studio ask for more (after a run was logged: the runs).
void receive(StudioState& state, Requests& requests, const Json& message);

// True when the message was one of theirs.
bool receive_session(StudioState& state, const std::string& what, const Json& message);
bool receive_data(StudioState& state, const std::string& what, const Json& message);
bool receive_training(StudioState& state, Requests& requests, const std::string& what, const Json& message);
bool receive_runs(StudioState& state, Requests& requests, const std::string& what, const Json& message);
bool receive_models(StudioState& state, Requests& requests, const std::string& what, const Json& message);

// {"faults": [...], "count": n}
Faults read_faults(const Json& message);
// A training report as `shohin train --json` prints it.
Report read_report(const Json& report);

}  // namespace shohin
