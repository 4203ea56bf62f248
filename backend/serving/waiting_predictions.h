// Predictions on their way into the prediction log, packed: adding some costs no allocation a row.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "serving/prediction.h"

namespace shohin {

struct WaitingBounds {
  std::size_t rows = 0;
  std::size_t bytes = 0;  // of answers and values
};

class WaitingPredictions {
 public:
  // What the rows of one request, or of one piece of a long one, have in common.
  struct Head {
    Served model;
    std::int64_t time_ms = 0;
    std::array<char, 16> request_id{};
    float milliseconds = 0;
    std::size_t rows = 0;
  };
  struct Answer {
    std::uint32_t class_index = 0;
    float confidence = 0;
  };
  // Borrows from the queue.
  struct Piece {
    const Head& head;
    std::span<const Answer> answers;  // one a row
    std::span<const float> values;    // [row x feature], or empty
  };

  // False, and nothing is added, when that would go beyond the bounds.
  bool add(const Predictions& predictions, std::int64_t time_ms, bool with_inputs,
           const WaitingBounds& bounds);
  [[nodiscard]] std::size_t rows() const { return answers_.size(); }
  [[nodiscard]] std::vector<Piece> pieces() const;
  void clear();  // keeps a little of its memory

 private:
  std::vector<Head> heads_;
  std::vector<Answer> answers_;
  std::vector<float> values_;
};

}  // namespace shohin
