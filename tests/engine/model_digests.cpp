// Trains every learner on the example sets and on tables made by rule, with threads and with ranges, and
// prints a line for each: what was trained, its model digest and its file's. tests/wasm/builds_test.mjs
// compares what the builds of g++, clang++ and em++ print. Usage: model_digests HANDS
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "made_table.h"
#include "select/sample.h"
#include "wire/training.h"

using namespace shohin;  // a program of one file

namespace {

std::string file_text(const std::string& name) {
  std::ifstream file(std::string(SHOHIN_SOURCE_DIR "/public/examples/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Table example(const std::string& name) {
  const auto contract = parse_contract(file_text(name + ".contract.json")).value();
  const Table table = read_csv(file_text(name + ".csv"), contract).value();
  std::vector<std::uint32_t> rows;  // a few hundred show as much as a few thousand
  for (std::uint32_t row = 0; row < table.row_count(); row += 1 + table.row_count() / 500)
    rows.push_back(row);
  return take_rows(table, rows);
}

// The setting's default and one more value, so that every one of them counts somewhere.
Dimension two_values(const Setting& setting, const LearnerConfig& defaults) {
  Dimension out{.name = setting.name, .values = {setting.value(defaults)}};
  if (setting.name == "n_estimators") out.values = {Json(6), Json(9)};
  if (setting.name == "max_depth") out.values = {Json(4), Json(7)};
  if (setting.type_name() == "boolean") out.values = {Json(true), Json(false)};
  for (const std::string_view choice : setting.choices) out.values.emplace_back(std::string(choice));
  if (setting.type_name() == "number" && setting.least <= 0.7 && setting.most >= 0.7)
    out.values.emplace_back(0.7);
  return out;
}

std::vector<LearnerConfig> configs_of(Learner learner) {
  SearchSpace space{.learner = learner, .dimensions = {}};
  for (const Setting& setting : settings_of(learner))
    space.dimensions.push_back(two_values(setting, default_config(learner)));
  return random_configs(space, 3, 11).value();
}

Model train_in_ranges(const Table& table, const LearnerConfig& config, std::uint32_t hands) {
  const Bytes plan = plan_training(table, config, 42).value();
  const std::uint32_t parts = part_count(config);
  std::vector<Bytes> ranges;
  for (std::uint32_t hand = std::min(hands, parts); hand-- > 0;) {
    const std::uint32_t first = parts * hand / std::min(hands, parts);
    const std::uint32_t end = parts * (hand + 1) / std::min(hands, parts);
    ranges.push_back(train_range(plan, first, end - first).value());
  }
  return merge(plan, ranges).value();
}

void print_digests(const std::string& name, const Table& table, const LearnerConfig& config,
                   std::uint32_t hands) {
  const TrainingRequest request{.config = config};
  const Split split =
      split_rows(table.labels, {.test_share = request.test_share, .seed = request.seed}).value();
  const Table rows = take_rows(table, split.train);
  for (const bool ranges : {true, false}) {
    Model model =
        ranges ? train_in_ranges(rows, config, hands) : train_model(rows, config, 42, hands).value();
    const TrainingOutcome made = finish_training(std::move(model), table, split, request);
    std::cout << name << " " << learner_name(config.learner) << " " << write_json(config_json(config)) << " "
              << made.model_digest << " " << made.file_sha256 << "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto hands = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 1);
  if (hands < 1 || hands > 64) return 2;
  std::vector<std::pair<std::string, Table>> tables;
  for (const char* name : {"iris", "breast_cancer", "bonsai"}) tables.emplace_back(name, example(name));
  for (std::uint32_t seed = 1; seed <= 4; ++seed)  // missing values, ties, categories
    tables.emplace_back("made " + std::to_string(seed),
                        made_table(100 + 60 * seed, seed == 1 ? 2 : seed, seed));
  for (std::uint32_t row = 0; row < tables.back().second.row_count(); ++row)
    tables.back().second.weights.push_back(row % 3 == 0 ? 0.5F : 2.0F);
  for (const auto& [name, table] : tables)
    for (const Learner learner : kLearners)
      for (const LearnerConfig& config : configs_of(learner)) print_digests(name, table, config, hands);
  return 0;
}
