// `shohin import`: a model that was made elsewhere, as a file of ours.
#include "import/import_onnx.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "cli/commands.h"
#include "cli/input_file.h"
#include "cli/output_file.h"
#include "cli/say.h"
#include "contract/limits.h"
#include "digest/sha256.h"
#include "model/onnx.h"
#include "wire/model_card.h"

namespace shohin {
namespace {

struct ImportOptions {
  std::string model, contract, out;
  bool json = false;
};

Outcome<Model> import_file(const ImportOptions& options) {
  std::optional<Contract> contract;
  if (!options.contract.empty()) {
    auto given = read_contract_file(options.contract);
    if (!given) return tl::unexpected<Error>(given.error());
    contract = std::move(*given);
  }
  const auto bytes = read_input(options.model, Limits::kOnnxBytes);
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  auto model = import_onnx({reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()}, contract);
  if (!model) return found_bad(options.model, model.error());
  model->card = model_card(*model);
  return std::move(*model);
}

Outcome<void> write_file(const std::string& path, std::string_view bytes) {
  auto file = OutputFile::create(path);
  if (!file) return tl::unexpected<Error>(file.error());
  if (auto done = file->write(bytes); !done) return done;
  return file->commit();
}

int run_import(const ImportOptions& options) {
  const auto model = import_file(options);
  if (!model) return complain(model.error(), options.json);
  const std::vector<std::uint8_t> bytes = write_onnx(*model);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (const auto done = write_file(options.out, text); !done) return complain(done.error(), options.json);
  if (options.json)
    print_json(JsonObject{{"contract", contract_json(model->contract)},
                          {"record", model->record},
                          {"model_digest", model_digest(*model)},
                          {"file_sha256", sha256_hex(text)}});
  else
    std::cout << "imported      " << options.model << " -> " << options.out << "\n"
              << "features      " << model->feature_count() << "\n"
              << "classes       " << model->class_count() << "\n"
              << "model digest  " << model_digest(*model) << "\n";
  return kExitDone;
}

}  // namespace

void add_import(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "import", "Make a model file of a model from elsewhere: scikit-learn, XGBoost, LightGBM (ONNX)");
  command->footer(
      "Example: shohin import --model converted.onnx --contract iris.contract.json --out iris.onnx");
  const auto options = std::make_shared<ImportOptions>();
  command->add_option("--model", options->model, "The model as its converter wrote it (ONNX)")->required();
  command->add_option("--contract", options->contract,
                      "What its columns and classes mean (JSON), in its order; names are made up without it");
  command->add_option("--out", options->out, "Where our file goes")->required();
  command->add_flag("--json", options->json, "Print contract, record and digests as JSON");
  command->callback([options, &exit_code] { exit_code = run_import(*options); });
}

}  // namespace shohin
