#include "cli/say.h"

#include <iostream>

#include "cli/commands.h"
#include "error/fault_text.h"
#include "wire/fault_json.h"

namespace shohin {
namespace {

Json error_json(const Error& error) {
  JsonObject document = faults_json(error.faults).as_object();
  document.insert(document.begin(), {"error", error.message});
  return document;
}

}  // namespace

int complain(const Error& error, bool json) {
  if (json) print_json(error_json(error));
  std::cerr << error.message << "\n";
  return error.faults.empty() ? kExitFailed : kExitFoundBad;
}

int wrong_usage(std::string_view message) {
  std::cerr << message << "\n";
  return kExitWrongUsage;
}

void print_json(const Json& document) {
  std::cout << write_json(document, JsonStyle::kIndented) << std::endl;
}

}  // namespace shohin
