// One function a view; each draws into the present window.
#pragma once

#include "frame.h"

namespace shohin {

void draw_shell(Frame& frame);  // rail, work area with the present view, status line

void draw_rail(Frame& frame, float height);
void draw_status(Frame& frame);
void draw_sign_in(Frame& frame);

void draw_data(Frame& frame);
void draw_columns(Frame& frame, const Dataset& dataset);
void draw_preview(Frame& frame, const Dataset& dataset);
void draw_faults(Frame& frame, const DataState& data);

void draw_train(Frame& frame);
void draw_report(Frame& frame, std::string_view id, const Report& report);
void draw_result(Frame& frame, const TrainedModel& model);
void draw_digests(Frame& frame, const Report& report);

void draw_log(Frame& frame);

void draw_runs(Frame& frame);
void draw_run_table(Frame& frame);
void draw_comparison(Frame& frame);

void draw_models(Frame& frame);

}  // namespace shohin
