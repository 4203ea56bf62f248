// `shohin inspect`: what a model file holds.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/input_file.h"
#include "cli/say.h"
#include "contract/limits.h"
#include "contract/row.h"
#include "digest/sha256.h"
#include "model/onnx.h"
#include "text/number.h"
#include "wire/model_card.h"

namespace shohin {
namespace {

struct Inspected {
  Model model;
  std::string file_sha256;
  std::uint64_t bytes = 0;
};

Outcome<Inspected> read_file(const std::string& path) {
  const auto bytes = read_input(path, Limits::kOnnxBytes);
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  auto model = read_onnx({reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()});
  if (!model) return found_bad(path, model.error());
  return Inspected{std::move(*model), sha256_hex(*bytes), bytes->size()};
}

Json sizes_json(const Inspected& file) {
  JsonObject out{{"bytes", static_cast<double>(file.bytes)}};
  if (const TreeEnsemble* trees = file.model.trees()) {
    out.emplace_back("trees", trees->tree_count());
    out.emplace_back("nodes", trees->node_count());
    out.emplace_back("leaves", trees->leaf_count());
  } else {
    out.emplace_back("weights", file.model.linear()->weights.size());
  }
  return out;
}

std::string sizes_text(const Inspected& file) {
  std::string text;
  const Json sizes = sizes_json(file);
  for (const auto& [name, size] : sizes.as_object())
    text.append(text.empty() ? "" : ", ").append(print_number(size.as_number())).append(" ").append(name);
  return text;
}

Json inspection_json(const Inspected& file) {
  return JsonObject{{"contract", contract_json(file.model.contract)},
                    {"learner", file.model.record["learner"]},
                    {"sizes", sizes_json(file)},
                    {"record", file.model.record},
                    {"model_digest", model_digest(file.model)},
                    {"file_sha256", file.file_sha256},
                    {"data_digest", file.model.record["data_digest"]}};
}

void print_contract(const Contract& contract) {
  std::cout << "contract      " << contract.name << ", version " << contract.version << "\n";
  for (const Feature& feature : contract.features)
    std::cout << "  " << feature.name << ": " << expected_text(feature)
              << (feature.required ? "" : " (optional)") << "\n";
  std::cout << "  " << contract.target << " is one of";
  for (const TargetClass& one : contract.classes) std::cout << " " << one.name;
  std::cout << "\n";
}

void print_inspection(const Inspected& file) {
  print_contract(file.model.contract);
  std::cout << "learner       " << file.model.record["learner"].as_string() << "\n"
            << "size          " << sizes_text(file) << "\n"
            << "model digest  " << model_digest(file.model) << "\n"
            << "file sha256   " << file.file_sha256 << "\n"
            << "record        " << write_json(file.model.record, JsonStyle::kIndented) << "\n";
}

struct InspectOptions {
  std::string path;
  bool json = false, card = false;
};

int run_inspect(const InspectOptions& options) {
  const auto file = read_file(options.path);
  if (!file) return complain(file.error(), options.json);
  const Model& model = file->model;
  const std::string card = model.card.empty() ? model_card(model) : model.card;
  if (options.card && options.json)
    print_json(JsonObject{{"card", card}});
  else if (options.card)
    std::cout << card;
  else if (options.json)
    print_json(inspection_json(*file));
  else
    print_inspection(*file);
  return kExitDone;
}

}  // namespace

void add_inspect(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("inspect", "Show a model file: contract, learner, sizes, record, digests");
  command->footer("Example: shohin inspect iris.onnx");
  const auto options = std::make_shared<InspectOptions>();
  command->add_option("FILE", options->path, "The model (ONNX)")->required();
  command->add_flag("--card", options->card, "Print the model card (Markdown) instead");
  command->add_flag("--json", options->json, "Print it as JSON");
  command->callback([options, &exit_code] { exit_code = run_inspect(*options); });
}

}  // namespace shohin
