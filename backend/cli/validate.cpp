// `shohin validate`: every fault of a data set, with row and column.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/data_file.h"
#include "cli/input_file.h"
#include "cli/say.h"
#include "error/fault_text.h"
#include "wire/fault_json.h"

namespace shohin {
namespace {

struct ValidateOptions {
  std::string contract, data;
  bool json = false;
};

void list_faults(const Faults& faults) {
  for (const Fault& fault : faults.list()) std::cout << english(fault) << "\n";
  if (faults.count() > faults.list().size())
    std::cout << "... and " << faults.count() - faults.list().size() << " more\n";
  std::cout << faults.count() << (faults.count() == 1 ? " fault\n" : " faults\n");
}

Json summary(const Table& table) {
  return JsonObject{{"faults", JsonArray{}},
                    {"count", 0},
                    {"rows", table.row_count()},
                    {"labelled", table.is_labelled()},
                    {"data_digest", data_digest(table)}};
}

int run_validate(const ValidateOptions& options) {
  const auto contract = read_contract_file(options.contract);
  if (!contract) return complain(contract.error(), options.json);
  const auto table = read_data_file(options.data, *contract, Labels::kOptional);
  if (!table && table.error().faults.empty()) return complain(table.error(), options.json);
  if (!table) {
    if (options.json)
      print_json(faults_json(table.error().faults));
    else
      list_faults(table.error().faults);
    return kExitFoundBad;
  }
  if (options.json)
    print_json(summary(*table));
  else
    std::cout << options.data << ": " << table->row_count() << " rows fit the contract " << contract->name
              << "\n";
  return kExitDone;
}

}  // namespace

void add_validate(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("validate", "Check a data set against a contract: every fault by row and column");
  command->footer("Example: shohin validate --contract iris.contract.json --data flowers.csv");
  const auto options = std::make_shared<ValidateOptions>();
  command->add_option("--contract", options->contract, "The contract (JSON)")->required();
  command->add_option("--data", options->data, "The data set (CSV, or JSON by its ending)")->required();
  command->add_flag("--json", options->json, "Print the faults as JSON");
  command->callback([options, &exit_code] { exit_code = run_validate(*options); });
}

}  // namespace shohin
