#include "cli/metrics_report.h"

#include <algorithm>
#include <iostream>
#include <string>

#include "cli/columns.h"

namespace shohin {
namespace {

constexpr std::size_t kColumn = 11;

std::size_t name_width(const Contract& contract) {
  std::size_t width = 14;
  for (const TargetClass& one : contract.classes) width = std::max(width, one.name.size());
  return width;
}

void print_line(const std::string& name, std::size_t width, const std::vector<std::string>& cells) {
  std::string line = name;
  line.resize(std::max(width, name.size()), ' ');
  for (const std::string& cell : cells) line += " " + right_aligned(cell, kColumn - 1);
  std::cout << line << "\n";
}

void print_classes(const Metrics& metrics, const Contract& contract, std::size_t width) {
  print_line("class", width, {"precision", "recall", "f1", "rows"});
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < metrics.classes.size(); ++i) {
    const ClassMetrics& one = metrics.classes[i];
    rows += one.support;
    print_line(contract.classes[i].name, width,
               {four_decimals(one.precision), four_decimals(one.recall), four_decimals(one.f1),
                std::to_string(one.support)});
  }
  print_line("macro", width,
             {four_decimals(metrics.precision_macro), four_decimals(metrics.recall_macro),
              four_decimals(metrics.f1_macro), std::to_string(rows)});
  print_line("weighted", width,
             {four_decimals(metrics.precision), four_decimals(metrics.recall), four_decimals(metrics.f1),
              std::to_string(rows)});
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
  std::cout << "accuracy " << four_decimals(metrics.accuracy) << ", log loss "
            << four_decimals(metrics.log_loss) << "\nbalanced accuracy "
            << four_decimals(metrics.balanced_accuracy) << ", Matthews " << four_decimals(metrics.matthews)
            << ", ROC AUC " << four_decimals(metrics.roc_auc) << ", Brier " << four_decimals(metrics.brier)
            << ", calibration error " << four_decimals(metrics.calibration_error) << "\n\n";
  print_classes(metrics, contract, width);
  std::cout << "\n";
  print_confusion(metrics, contract, width);
}

}  // namespace shohin
