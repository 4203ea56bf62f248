#include "error/fault_text.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "fault/wording.h"

namespace shohin {
namespace {

struct Wording {
  std::string_view key, text;
};

// In the order of the keys.
constexpr Wording kWordings[] = {
#include "fault_wordings.inc"
};

const Wording* find_wording(std::string_view key) {
  const auto* const at =
      std::lower_bound(std::begin(kWordings), std::end(kWordings), key,
                       [](const Wording& wording, std::string_view wanted) { return wording.key < wanted; });
  return at != std::end(kWordings) && at->key == key ? at : nullptr;
}

}  // namespace

std::string english(const Fault& fault) {
  for (const std::string& key : wording_keys(fault)) {
    if (const Wording* wording = find_wording(key)) return word_fault(wording->text, fault);
  }
  return std::string(code_name(fault.code));
}

std::string english(const Faults& faults) {
  std::string text;
  for (const Fault& fault : faults.list()) {
    if (!text.empty()) text += '\n';
    text += english(fault);
  }
  const std::uint64_t more = faults.count() - faults.list().size();
  if (more > 0) text += "\n... and " + std::to_string(more) + " more.";
  return text;
}

Error faults_error(ErrorCode code, Faults faults) {
  if (faults.empty()) return {.code = code};
  std::string message = english(faults.first());
  const std::uint64_t more = faults.count() - 1;
  if (more > 0) message += " (" + std::to_string(more) + (more == 1 ? " more fault)" : " more faults)");
  return {.code = code, .message = std::move(message), .faults = std::move(faults)};
}

}  // namespace shohin
