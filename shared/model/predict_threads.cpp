#include "model/predict_threads.h"

#include <algorithm>
#include <atomic>

#include "parallel/parallel.h"

namespace shohin {
namespace {

constexpr std::size_t kRowsAPart = 512;  // a millisecond's work: to start a thread takes a tenth of it

}  // namespace

void predict_with_threads(const Predictor& predictor, std::span<const float> rows,
                          std::span<float> probabilities, std::uint32_t threads) {
  const std::size_t classes = predictor.class_count(), features = predictor.feature_count();
  const std::size_t row_count = rows.size() / features;
  const std::size_t parts = (row_count + kRowsAPart - 1) / kRowsAPart;
  std::atomic<std::size_t> next_part = 0;
  const auto take_parts = [&] {
    for (std::size_t part = next_part++; part < parts; part = next_part++) {
      const std::size_t first = part * kRowsAPart, count = std::min(kRowsAPart, row_count - first);
      predictor.predict(rows.subspan(first * features, count * features),
                        probabilities.subspan(first * classes, count * classes));
    }
  };
  run_at_once(
      static_cast<std::uint32_t>(std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(parts, 1))),
      take_parts);
}

}  // namespace shohin
