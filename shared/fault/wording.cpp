#include "fault/wording.h"

#include <optional>

namespace shohin {
namespace {

bool expects_range(FaultCode code) {
  return code == FaultCode::kOutOfRange || code == FaultCode::kNotANumber || code == FaultCode::kNotFinite ||
         code == FaultCode::kNotAnInteger || code == FaultCode::kRaggedRow;
}

std::string expected_in_words(const Fault& fault, std::string_view to) {
  constexpr std::string_view kTo = " to ";
  std::string text = fault.expected;
  const std::size_t at = expects_range(fault.code) ? text.find(kTo) : std::string::npos;
  if (at != std::string::npos) text.replace(at + 1, kTo.size() - 2, to);
  return text;
}

std::optional<std::string> value_of(std::string_view name, const Fault& fault, std::string_view to) {
  if (name == "field") return fault.field;
  if (name == "value") return fault.value;
  if (name == "expected") return expected_in_words(fault, to);
  if (name == "row") return std::to_string(fault.row);
  if (name == "column") return std::to_string(fault.column);
  return {};
}

// The template without what would introduce a field or quote a value that the fault does not have.
std::string fitting(std::string_view template_text, const Fault& fault) {
  constexpr std::string_view kFieldFirst = "{field}: ", kFieldAfter = ", {field}:",
                             kValueLast = ": “{value}”";
  if (fault.field.empty() && template_text.starts_with(kFieldFirst))
    template_text.remove_prefix(kFieldFirst.size());
  std::string text(template_text);
  const std::size_t after = fault.field.empty() ? text.find(kFieldAfter) : std::string::npos;
  if (after != std::string::npos) text.replace(after, kFieldAfter.size(), ":");
  const std::size_t quoted = fault.value.empty() ? text.find(kValueLast) : std::string::npos;
  if (quoted != std::string::npos) text.erase(quoted, kValueLast.size());
  return text;
}

}  // namespace

std::vector<std::string> wording_keys(const Fault& fault) {
  const std::string name(code_name(fault.code));
  const bool has_column = fault.column > 0;
  if (fault.row == 0) return has_column ? std::vector{name + "_in_column", name} : std::vector{name};
  return {name + (has_column ? "_at" : "_in_row"), name};
}

std::string word_fault(std::string_view words, const Fault& fault, std::string_view to) {
  const std::string fit = fitting(words, fault);
  std::string_view template_text = fit;
  std::string text;
  while (!template_text.empty()) {
    const std::size_t open = template_text.find('{');
    text += template_text.substr(0, open);
    if (open == std::string_view::npos) break;
    template_text.remove_prefix(open);
    const std::size_t close = template_text.find('}');
    const bool is_closed = close != std::string_view::npos;
    const auto value = is_closed ? value_of(template_text.substr(1, close - 1), fault, to) : std::nullopt;
    text += value ? *value : "{";
    template_text.remove_prefix(value ? close + 1 : 1);
  }
  return text;
}

}  // namespace shohin
