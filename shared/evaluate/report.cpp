#include "evaluate/report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

namespace shohin {
namespace {

constexpr std::size_t kCell = 9;

std::size_t characters(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  return count;
}

std::string right_aligned(const std::string& text, std::size_t width) {
  const std::size_t length = characters(text);
  return std::string(width > length ? width - length : 0, ' ') + text;
}

class Report {
 public:
  Report(std::size_t width, int digits) : width_(width), digits_(digits) {}

  [[nodiscard]] std::string decimal(double value) const {
    std::array<char, 40> text{};
    (void)std::snprintf(text.data(), text.size(), "%.*f", digits_, value);
    return text.data();
  }

  void add_line(const std::string& name, const std::vector<std::string>& cells) {
    text_ += right_aligned(name, width_) + " ";
    for (const std::string& cell : cells) text_ += " " + right_aligned(cell, kCell);
    text_ += "\n";
  }
  void add_gap() { text_ += "\n"; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::size_t width_;
  int digits_;
  std::string text_;
};

}  // namespace

std::string classification_report(const Metrics& metrics, const Contract& contract, int digits) {
  std::size_t width = std::string_view("weighted avg").size();
  std::uint64_t rows = 0;
  for (const TargetClass& one : contract.classes) width = std::max(width, characters(one.name));
  for (const ClassMetrics& one : metrics.classes) rows += one.support;
  Report report(width, digits);
  const auto add = [&](const std::string& name, double precision, double recall, double f1,
                       std::uint64_t support) {
    report.add_line(name, {report.decimal(precision), report.decimal(recall), report.decimal(f1),
                           std::to_string(support)});
  };
  report.add_line("", {"precision", "recall", "f1-score", "support"});
  report.add_gap();
  for (std::size_t c = 0; c < metrics.classes.size(); ++c) {
    const ClassMetrics& one = metrics.classes[c];
    add(contract.classes[c].name, one.precision, one.recall, one.f1, one.support);
  }
  report.add_gap();
  report.add_line("accuracy", {"", "", report.decimal(metrics.accuracy), std::to_string(rows)});
  add("macro avg", metrics.precision_macro, metrics.recall_macro, metrics.f1_macro, rows);
  add("weighted avg", metrics.precision, metrics.recall, metrics.f1, rows);
  return report.text();
}

}  // namespace shohin
