#include "serving/batch_routes.h"

#include <future>

#include "contract/limits.h"
#include "error/fault_text.h"
#include "http/gate.h"
#include "serving/csv_scoring.h"
#include "serving/handover.h"
#include "serving/scoring_routes.h"
#include "serving/spool_file.h"

namespace shohin {
namespace {

constexpr const char* kBatchExample =
    "leaf_length,leaf_width,branch_thickness,height\n2.1,1.8,5.5,25.3\n0.4,0.3,12,18\n";

class Slot {
 public:
  explicit Slot(BatchSlots& slots) : slots_(slots), taken_(slots.take()) {}
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() {
    if (!taken_) return;
    slots_.note_duration(std::chrono::ceil<std::chrono::seconds>(std::chrono::steady_clock::now() - began_));
    slots_.give_back();
  }
  [[nodiscard]] bool is_taken() const { return taken_; }

 private:
  BatchSlots& slots_;
  bool taken_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

// Ends its side of the handover however the work ends, so that the other side never waits for nothing.
template <class End>
class AtEnd {
 public:
  explicit AtEnd(End end) : end_(std::move(end)) {}
  AtEnd(const AtEnd&) = delete;
  AtEnd& operator=(const AtEnd&) = delete;
  ~AtEnd() { end_(); }

 private:
  End end_;
};

// What was read from the client, and what came of it.
struct Run {
  Outcome<void> read;
  Outcome<CsvScore> score;
  bool wanted = false;  // all of it; not when a fault or a full disk ended the scoring before
};

Run run(const CsvScoring& scoring, SpoolFile& answer, const Request& request) {
  Handover handover;
  auto scored = std::async(std::launch::async, [&] {
    const AtEnd stop([&] { handover.stop(); });
    return score_csv(
        scoring, [&] { return handover.next(); }, [&](std::string_view text) { return answer.write(text); });
  });
  bool wanted = true;
  Outcome<void> read;
  {
    const AtEnd end([&] { handover.end(); });
    read = request.read_body([&](std::span<const std::uint8_t> piece) -> Outcome<void> {
      wanted = handover.give({reinterpret_cast<const char*>(piece.data()), piece.size()});
      if (wanted) return {};
      return refuse(ErrorCode::kBadRequest, "The rest of the rows is not wanted.");
    });
  }
  return {std::move(read), scored.get(), wanted};
}

CsvScoring scoring_of(const Batches& batches, const Served& model, const Request& request, bool explain) {
  CsvScoring scoring{.model = model->model, .predictor = model->predictor};
  scoring.predicted = [&](std::span<const float> rows, std::span<const float> probabilities) {
    if (!probabilities.empty()) batches.scoring.predicted({model, rows, probabilities, request});
  };
  if (!explain) return scoring;
  if (model->calibration.conformal) scoring.conformal = &*model->calibration.conformal;
  if (model->explainer) scoring.explainer = &*model->explainer;
  return scoring;
}

Outcome<Response> score_batch(const Batches& batches, const Served& model, const Request& request) {
  if (media_type(request.header("content-type")) != "text/csv") {
    return refuse(ErrorCode::kUnsupportedMediaType, "Send the rows with Content-Type: text/csv.");
  }
  const Slot slot(batches.slots);
  if (!slot.is_taken()) {
    return refuse_for_now("Other batches are being scored. Try again in a moment.",
                          batches.slots.retry_after_seconds());
  }
  const auto answer = SpoolFile::open(batches.directory, batches.min_free_bytes);
  if (!answer) return tl::unexpected<Error>(answer.error());
  auto done = run(scoring_of(batches, model, request, asks_to_explain(request)), **answer, request);
  if (!done.read && done.wanted) return tl::unexpected<Error>(done.read.error());
  if (!done.score) return tl::unexpected<Error>(done.score.error());
  if (!done.score->faults.empty()) {
    return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidRow, std::move(done.score->faults)));
  }
  Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.body = FileBody{(*answer)->path(), (*answer)->size(), *answer};
  return response;
}

}  // namespace

std::vector<Route> batch_routes(const Batches& batches) {
  const auto score = [batches](const Request& request) -> Outcome<Response> {
    const auto model = find_model(batches.scoring.models, request);
    if (!model) return tl::unexpected<Error>(model.error());
    return score_batch(batches, *model, request);
  };
  std::vector<Route> routes;
  for (const auto* pattern : {"/batch", "/models/{name}/batch", "/models/{name}/{version}/batch"}) {
    routes.emplace_back(Method::kPost, pattern, Role::kViewer, Accepts::kStream, score,
                        Operation{.summary = "Score a CSV of any length",
                                  .query = {explain_field()},
                                  .content_types = {"text/csv"},
                                  .example = kBatchExample,
                                  .answer = {.content_type = "text/csv"},
                                  .errors = {415, 422, 429, 503, 507},
                                  .strict = true});
    routes.back().body_limit = Limits::kCsvBytes;
  }
  return routes;
}

}  // namespace shohin
