#include "serving/waiting_predictions.h"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace shohin {
namespace {

constexpr std::size_t kKept = 4096;

template <class Item>
void empty(std::vector<Item>& items) {
  items.clear();
  if (items.capacity() > 4 * kKept) items.shrink_to_fit();
  items.reserve(kKept);
}

}  // namespace

bool WaitingPredictions::add(const Predictions& predictions, std::int64_t time_ms, bool with_inputs,
                             const WaitingBounds& bounds) {
  const auto count = predictions.size();
  const auto values = with_inputs ? predictions.rows : std::span<const float>();
  const auto bytes =
      (answers_.size() + count) * sizeof(Answer) + (values_.size() + values.size()) * sizeof(float);
  if (answers_.size() + count > bounds.rows || bytes > bounds.bytes) return false;
  const std::chrono::duration<float, std::milli> time =
      std::chrono::steady_clock::now() - predictions.request.started;
  Head head{predictions.model, time_ms, {}, time.count(), count};
  const std::string_view id = predictions.request.request_id;
  std::copy_n(id.begin(), std::min(id.size(), head.request_id.size()), head.request_id.begin());
  heads_.push_back(std::move(head));
  for (std::size_t row = 0; row < count; ++row) {
    const auto answer = predictions.answer(row);
    const auto best = best_class(answer);
    answers_.push_back({best, answer[best]});
  }
  values_.insert(values_.end(), values.begin(), values.end());
  return true;
}

std::vector<WaitingPredictions::Piece> WaitingPredictions::pieces() const {
  std::vector<Piece> pieces;
  pieces.reserve(heads_.size());
  std::span<const Answer> answers(answers_);
  std::span<const float> values(values_);
  for (const auto& head : heads_) {
    const auto cells = values_.empty() ? std::size_t{0} : head.rows * head.model->predictor.feature_count();
    pieces.push_back({head, answers.first(head.rows), values.first(cells)});
    answers = answers.subspan(head.rows);
    values = values.subspan(cells);
  }
  return pieces;
}

void WaitingPredictions::clear() {
  empty(heads_);
  empty(answers_);
  empty(values_);
}

}  // namespace shohin
