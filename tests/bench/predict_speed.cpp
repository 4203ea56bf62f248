// Measures prediction alone: microseconds a row, one row at a time and in a batch. bench.py prints it beside
// its peers. Usage: predict_speed MODEL.onnx ROWS.f32 BATCH     ROWS holds float32 in contract order
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "model/onnx.h"
#include "model/predict.h"

namespace shohin {
namespace {

std::vector<std::uint8_t> read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The median of nine measurements of at least 20 ms each.
template <class Action>
double microseconds(const Action& action) {
  using Clock = std::chrono::steady_clock;
  std::array<double, 9> taken{};
  for (double& each : taken) {
    const auto start = Clock::now();
    std::uint32_t times = 0;
    std::chrono::duration<double, std::micro> passed{};
    do {
      action();
      ++times;
      passed = Clock::now() - start;
    } while (passed.count() < 20'000);
    each = passed.count() / times;
  }
  std::sort(taken.begin(), taken.end());
  return taken[taken.size() / 2];
}

int measure(const char* model_path, const char* rows_path, std::uint32_t batch) {
  const auto model = read_onnx(read_file(model_path));
  if (!model) return 1;
  const auto bytes = read_file(rows_path);
  std::vector<float> rows(bytes.size() / sizeof(float));
  std::memcpy(rows.data(), bytes.data(), rows.size() * sizeof(float));
  const auto features = static_cast<std::uint32_t>(model->contract.features.size());
  if (rows.size() != std::size_t{batch} * features) return 1;

  const Predictor predictor(*model);
  std::vector<float> probabilities(std::size_t{batch} * predictor.class_count());
  const double all = microseconds([&] { predictor.predict(rows, probabilities); });
  // A different row each time, as requests are: one row again and again would be a gift to the branch
  // predictor.
  const double one = microseconds([&] {
    for (std::size_t row = 0; row < batch; ++row) {
      predictor.predict(std::span(rows).subspan(row * features, features),
                        std::span(probabilities).first(predictor.class_count()));
    }
  });
  std::printf("{\"one\": %.4f, \"batch\": %.4f}\n", one / batch, all / batch);
  return 0;
}

}  // namespace
}  // namespace shohin

int main(int argc, char** argv) {
  std::uint32_t batch = 0;
  if (argc != 4 || std::from_chars(argv[3], argv[3] + std::strlen(argv[3]), batch).ec != std::errc{}) {
    std::fputs("usage: predict_speed MODEL.onnx ROWS.f32 BATCH\n", stderr);
    return 2;
  }
  return shohin::measure(argv[1], argv[2], batch);
}
