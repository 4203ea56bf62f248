#include <algorithm>
#include <string>

#include "controls.h"
#include "layout.h"
#include "views.h"

namespace shohin {
namespace {

std::string_view problem_text(const Texts& t, std::string_view problem) {
  if (problem == "bad_code") return t.sign_in_bad_code;
  if (problem == "bad_token") return t.sign_in_bad_token;
  if (problem == "too_often") return t.sign_in_too_often;
  if (problem == "expired") return t.sign_in_expired;
  return t.sign_in_unreachable;
}

void draw_form(Frame& frame, float width) {
  SessionState& session = frame.state.session;
  const Texts& t = frame.texts;
  (void)text_field(frame, "sign_in.user", t.sign_in_user, session.name, {.width = width});
  gap(12);
  const Edit edit = text_field(frame, "sign_in.token", t.sign_in_token, session.token,
                               {.width = width, .hint = t.sign_in_hint, .secret = true});
  gap(12);
  const bool can = !session.name.empty() && !session.token.empty() && !session.asking;
  const bool pressed =
      button(frame, "sign_in.go", t.sign_in_go, {.weight = Weight::kPrimary, .enabled = can});
  if (!can || !(pressed || edit == Edit::kEntered)) return;
  session.asking = true;
  frame.requests.ask("sign_in", {{"user", session.name}, {"token", session.token}});
  session.token.clear();
}

}  // namespace

void draw_sign_in(Frame& frame) {
  const SessionState& session = frame.state.session;
  const Texts& t = frame.texts;
  const float width = std::min(420.0F, ImGui::GetContentRegionAvail().x);
  page_title(frame, t.sign_in_title, t.sign_in_why);
  if (session.stage == SessionStage::kUnknown) return soft_text(frame, t.sign_in_looking);
  const Panel panel(frame, "sign_in", {width, 0});
  wrapped_text(frame, t.sign_in_how, width - 32);
  gap(16);
  if (!session.problem.empty()) {
    warning_text(frame, problem_text(t, session.problem), width - 32);
    frame.widgets.note("sign_in.problem", "", "text", problem_text(t, session.problem));
    gap(16);
  }
  if (session.stage == SessionStage::kUnreachable) {
    if (button(frame, "sign_in.again", t.try_again, {.weight = Weight::kPrimary})) frame.requests.ask("who");
    return;
  }
  draw_form(frame, width - 32);
}

}  // namespace shohin
