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

int run_inspect(const std::string& path, bool json) {
  const auto file = read_file(path);
  if (!file) return complain(file.error(), json);
  if (json)
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
  const auto path = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command->add_option("FILE", *path, "The model (ONNX)")->required();
  command->add_flag("--json", *json, "Print it as JSON");
  command->callback([path, json, &exit_code] { exit_code = run_inspect(*path, *json); });
}

}  // namespace shohin
