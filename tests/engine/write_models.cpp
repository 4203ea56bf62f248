// Writes the models of made_models.h with rows and our answers to them, for tests with other runtimes:
// FOLDER/NAME.onnx, FOLDER/NAME.rows and FOLDER/NAME.answers (float32, little-endian).
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>

#include "made_models.h"
#include "model/onnx.h"
#include "model/predict.h"

namespace {

template <class T>
void write(const std::filesystem::path& path, const std::vector<T>& values) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(values.data()),
             static_cast<std::streamsize>(values.size() * sizeof(T)));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: write_models FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  for (const auto& [name, model, is_seed] : shohin::made_models()) {
    const std::vector<float> rows = shohin::made_rows(model.contract, 500, 3);
    std::vector<float> answers(rows.size() / model.feature_count() * model.class_count());
    shohin::Predictor(model).predict(rows, answers);
    write(folder / (name + ".onnx"), shohin::write_onnx(model));
    write(folder / (name + ".rows"), rows);
    write(folder / (name + ".answers"), answers);
  }
  return 0;
}
