// What the shop's page asks of the engine: one opened model, and the forms' values checked against it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "calibrate/calibration.h"
#include "explain/explainer.h"
#include "model/model.h"
#include "model/predict.h"

namespace shohin {

// How sure an answer is, from the probability of its best class (docs/shop.md says why these bounds). The
// page has one word for each.
enum class Certainty : std::uint8_t {
  kUnsure,      // below 0.6: the page names no class
  kPossible,    // from 0.6
  kLikely,      // from 0.75
  kVeryLikely,  // from 0.9
};

Certainty certainty_of(float best_probability);

// A model file as the page holds it. What a call says in words of JSON lies in text() until the next call.
class ShopSession {
 public:
  // {"ok": true, "contract": {...}, "record": {...}} or {"ok": false, "faults": [...], "count": n}.
  explicit ShopSession(std::span<const std::uint8_t> onnx);

  // Checks {"name": "text as typed", ...}: {"ok": true, "row": [...], "unusual": [...]}, a missing value
  // being null, or {"ok": false, "faults": [...], "count": n}.
  void check(std::string_view form);

  // row: one value a feature, NaN for what is missing. out: the probability of each class, then the index of
  // the best one, then its Certainty. False when no model is open or a length is wrong; nothing is written
  // then.
  bool answer(std::span<const float> row, std::span<float> out) const;

  // What stands behind that answer, for when there is time: {"ok": true, "prediction_set", "novelty",
  // "next_measurements" (certainty_json.h), "explanation" (explanation_json.h)}; what the model cannot tell
  // is not there. {"ok": false} when no model is open or the length is wrong.
  void explain(std::span<const float> row);

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  struct Opened {
    Model model;
    Predictor predictor;
    Calibration calibration;
    std::optional<Result<Explainer>> explainer{};  // made when it is first asked for
  };
  std::optional<Opened> opened_;
  std::string text_;
};

}  // namespace shohin
