#include "fault/fault.h"

#include <array>
#include <utility>

namespace shohin {
namespace {

// In the order of FaultCode.
constexpr std::array<std::string_view, 25> kCodeNames = {"missing",
                                                         "unknown_field",
                                                         "duplicate_field",
                                                         "wrong_type",
                                                         "not_a_number",
                                                         "not_finite",
                                                         "not_an_integer",
                                                         "out_of_range",
                                                         "unknown_category",
                                                         "unknown_class",
                                                         "ragged_row",
                                                         "wrong_separator",
                                                         "empty",
                                                         "too_large",
                                                         "bad_syntax",
                                                         "bad_utf8",
                                                         "truncated",
                                                         "unsupported_operator",
                                                         "unsupported_model",
                                                         "bad_tree",
                                                         "foreign_contract",
                                                         "too_few_rows",
                                                         "digest_mismatch",
                                                         "contradiction",
                                                         "unlike_training"};
static_assert(static_cast<std::size_t>(kLastFaultCode) + 1 == kCodeNames.size());

constexpr std::size_t kLongestValue = 100;
constexpr std::size_t kLongestField = 300;  // the longest name of a contract and its place

// Cuts at the start of a character, so that broken UTF-8 never leaves the engine by a cut of ours.
void shorten(std::string& text, std::size_t longest) {
  if (text.size() <= longest) return;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  text += "\u2026";
}

}  // namespace

std::string_view code_name(FaultCode code) { return kCodeNames[static_cast<std::size_t>(code)]; }

void Faults::add(Fault fault) {
  ++count_;
  if (list_.size() >= kKept) return;
  shorten(fault.field, kLongestField);
  shorten(fault.value, kLongestValue);
  list_.push_back(std::move(fault));
}

tl::unexpected<Faults> fail(Fault fault) { return tl::unexpected<Faults>(Faults(std::move(fault))); }
tl::unexpected<Faults> fail(Faults faults) { return tl::unexpected<Faults>(std::move(faults)); }

}  // namespace shohin
