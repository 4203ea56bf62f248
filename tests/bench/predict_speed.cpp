// Measures prediction alone and prints JSON: microseconds a row of processor time for a row alone and for
// batches, of the clock for a batch on 1, 2, 4 ... threads; how long opening takes; and the most memory that
// the process held. bench.py prints it beside its peers. Usage: predict_speed MODEL.onnx ROWS.f32     ROWS
// holds float32 in contract order
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "model/onnx.h"
#include "model/predict.h"
#include "model/predict_threads.h"

namespace shohin {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::uint8_t> read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

double wall_microseconds() {
  return std::chrono::duration<double, std::micro>(Clock::now().time_since_epoch()).count();
}
double processor_microseconds() { return 1e6 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// The least that one of many runs within a second took: what others do on the machine only ever adds.
template <class Action>
double least_microseconds(double (&now)(), const Action& action) {
  const auto start = Clock::now();
  double least = 1e12;
  for (int times = 0; times < 5 || Clock::now() - start < std::chrono::seconds(1); ++times) {
    const double from = now();
    action();
    least = std::min(least, now() - from);
  }
  return least;
}

// The rows again and again, until there are as many as that.
std::vector<float> repeat(const std::vector<float>& rows, std::size_t features, std::size_t count) {
  std::vector<float> many(count * features);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = rows[i % rows.size()];
  return many;
}

// A different row each time, as requests are: one row again and again would be a gift to the caches.
double one_row(const Predictor& predictor, const std::vector<float>& rows) {
  constexpr std::size_t kRows = 200;
  const std::size_t features = predictor.feature_count();
  const std::vector<float> some = repeat(rows, features, kRows);
  std::vector<float> probabilities(predictor.class_count());
  return least_microseconds(processor_microseconds,
                            [&] {
                              for (std::size_t row = 0; row < kRows; ++row)
                                predictor.predict(std::span(some).subspan(row * features, features),
                                                  probabilities);
                            }) /
         kRows;
}

double batch(double (&now)(), const Predictor& predictor, const std::vector<float>& rows, std::size_t count,
             std::uint32_t threads) {
  const std::vector<float> many = repeat(rows, predictor.feature_count(), count);
  std::vector<float> probabilities(count * predictor.class_count());
  return least_microseconds(now, [&] { predict_with_threads(predictor, many, probabilities, threads); }) /
         static_cast<double>(count);
}

// Linux's own count: getrusage would begin with what the parent held.
long peak_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:" && status >> word) return std::strtol(word.c_str(), nullptr, 10);
  return 0;
}

int measure(const char* model_path, const char* rows_path) {
  const auto file = read_file(model_path);
  const auto bytes = read_file(rows_path);
  std::vector<float> rows(bytes.size() / sizeof(float));
  std::memcpy(rows.data(), bytes.data(), rows.size() * sizeof(float));

  const auto start = Clock::now();
  const auto model = read_onnx(file);
  if (!model || rows.empty() || rows.size() % model->feature_count() != 0) return 1;
  const Predictor predictor(*model);
  const std::chrono::duration<double, std::milli> opening = Clock::now() - start;

  std::printf("{\"open_ms\": %.3f, \"one\": %.4f", opening.count(), one_row(predictor, rows));
  std::printf(", \"batch\": {\"1000\": %.4f, \"100000\": %.4f}",
              batch(processor_microseconds, predictor, rows, 1000, 1),
              batch(processor_microseconds, predictor, rows, 100'000, 1));
  std::printf(", \"threads\": {");
  for (std::uint32_t threads = 1; threads <= std::max(2U, std::thread::hardware_concurrency()); threads *= 2)
    std::printf("%s\"%u\": %.4f", threads == 1 ? "" : ", ", threads,
                batch(wall_microseconds, predictor, rows, 100'000, threads));
  std::printf("}, \"peak_kb\": %ld}\n", peak_kilobytes());
  return 0;
}

}  // namespace
}  // namespace shohin

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: predict_speed MODEL.onnx ROWS.f32\n", stderr);
    return 2;
  }
  return shohin::measure(argv[1], argv[2]);
}
