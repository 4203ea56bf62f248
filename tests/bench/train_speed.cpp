// Measures training alone, from a table in memory to a model: the median seconds and the process's peak
// memory as one line of JSON. Usage: train_speed DATA.csv CONTRACT.json REQUEST.json THREADS TIMES
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "wire/training.h"

namespace {

std::string read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Seconds {
  double processor, wall;
};

Seconds seconds_of(const shohin::Table& train, const shohin::TrainingRequest& request,
                   std::uint32_t threads) {
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t processor = std::clock();
  const auto model = shohin::train_model(train, request.config, request.seed, threads);
  if (!model) std::exit(1);
  return {static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC,
          std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()};
}

// Not getrusage's, which starts at what the parent had.
long peak_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::atol(line.c_str() + 6);
  return 0;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int measure(char** arguments) {
  const auto contract = shohin::parse_contract(read_file(arguments[2]));
  const auto json = shohin::parse_json(read_file(arguments[3]));
  if (!contract || !json) return 1;
  const auto request = shohin::read_training_request(*json);
  auto table = shohin::read_csv(read_file(arguments[1]), *contract);
  if (!request || !table) return 1;
  const auto split =
      shohin::split_rows(table->labels, {.test_share = request->test_share, .seed = request->seed});
  if (!split) return 1;
  *table = shohin::take_rows(*table, split->train);
  const long before = peak_kilobytes();
  std::vector<double> processor, wall;
  for (int i = std::atoi(arguments[5]); i > 0; --i) {
    const Seconds taken = seconds_of(*table, *request, static_cast<std::uint32_t>(std::atoi(arguments[4])));
    processor.push_back(taken.processor);
    wall.push_back(taken.wall);
  }
  std::printf("{\"seconds\": %.6f, \"wall\": %.6f, \"peak_mb\": %.1f, \"data_mb\": %.1f}\n",
              median(processor), median(wall), static_cast<double>(peak_kilobytes()) / 1024,
              static_cast<double>(before) / 1024);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 6) return measure(arguments);
  std::fputs("usage: train_speed DATA.csv CONTRACT.json REQUEST.json THREADS TIMES\n", stderr);
  return 2;
}
