// What every view gets while one frame is drawn.
#pragma once

#include "requests.h"
#include "state.h"
#include "texts.h"
#include "theme.h"
#include "widget_log.h"
#include "wording.h"

namespace shohin {

struct Frame {
  StudioState& state;
  Requests& requests;
  const Texts& texts;
  const FaultTexts& fault_texts;
  const Theme& theme;
  WidgetLog& widgets;
  ImFont* strong;  // the semibold face
};

}  // namespace shohin
