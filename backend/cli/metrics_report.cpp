#include "cli/metrics_report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <string>

namespace shohin {
namespace {

constexpr std::size_t kColumn = 11;

std::string padded(std::string text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : " " + text;
}

std::string decimal(double value) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.4f", value);
  return text.data();
}

std::size_t name_width(const Contract& contract) {
  std::size_t width = 14;
  for (const TargetClass& one : contract.classes) width = std::max(width, one.name.size());
  return width;
}

void print_line(const std::string& name, std::size_t width, const std::vector<std::string>& cells) {
  std::string line = name;
  line.resize(std::max(width, name.size()), ' ');
  for (const std::string& cell : cells) line += padded(cell, kColumn);
  std::cout << line << "\n";
}

void print_classes(const Metrics& metrics, const Contract& contract, std::size_t width) {
  print_line("class", width, {"precision", "recall", "f1", "rows"});
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < metrics.classes.size(); ++i) {
    const ClassMetrics& one = metrics.classes[i];
    rows += one.support;
    print_line(contract.classes[i].name, width,
               {decimal(one.precision), decimal(one.recall), decimal(one.f1), std::to_string(one.support)});
  }
  print_line("macro", width,
             {decimal(metrics.precision_macro), decimal(metrics.recall_macro), decimal(metrics.f1_macro),
              std::to_string(rows)});
  print_line(
      "weighted", width,
      {decimal(metrics.precision), decimal(metrics.recall), decimal(metrics.f1), std::to_string(rows)});
}

void print_confusion(const Metrics& metrics, const Contract& contract, std::size_t width) {
  std::vector<std::string> names;
  for (const TargetClass& one : contract.classes) names.push_back(one.name);
  print_line("true \\ predicted", width, names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<std::string> cells;
    for (const std::uint32_t count : metrics.confusion_matrix[i]) cells.push_back(std::to_string(count));
    print_line(names[i], width, cells);
  }
}

}  // namespace

void print_metrics(const Metrics& metrics, const Contract& contract) {
  const std::size_t width = name_width(contract) + 2;
  std::cout << "accuracy " << decimal(metrics.accuracy) << ", log loss " << decimal(metrics.log_loss)
            << "\nbalanced accuracy " << decimal(metrics.balanced_accuracy) << ", Matthews "
            << decimal(metrics.matthews) << ", ROC AUC " << decimal(metrics.roc_auc) << ", Brier "
            << decimal(metrics.brier) << ", calibration error " << decimal(metrics.calibration_error)
            << "\n\n";
  print_classes(metrics, contract, width);
  std::cout << "\n";
  print_confusion(metrics, contract, width);
}

}  // namespace shohin
