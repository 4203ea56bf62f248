// Small real models for tests: an example's data, ten trees.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "data/table.h"
#include "learn/train.h"
#include "model/onnx.h"

namespace shohin {

inline std::string read_example(const std::string& name) {
  std::ifstream in(std::filesystem::path(SHOHIN_SOURCE_DIR) / "public" / "examples" / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline Model train_example(const std::string& name) {
  const auto contract = parse_contract(read_example(name + ".contract.json")).value();
  const auto table = read_csv(read_example(name + ".csv"), contract).value();
  return train_model(table, {.n_estimators = 10, .max_depth = 5}, 42, 1).value();
}

inline std::filesystem::path write_model(const std::filesystem::path& folder, const Model& model) {
  const auto file = folder / (model.contract.name + ".onnx");
  const auto bytes = write_onnx(model);
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
  return file;
}

}  // namespace shohin
