#include "wire/metrics_json.h"

namespace shohin {
namespace {

Json class_json(const ClassMetrics& one) {
  return JsonObject{
      {"precision", one.precision}, {"recall", one.recall},   {"f1", one.f1},
      {"support", one.support},     {"roc_auc", one.roc_auc}, {"average_precision", one.average_precision}};
}

}  // namespace

JsonObject summary_json(const Metrics& metrics) {
  return {{"accuracy", metrics.accuracy},
          {"precision", metrics.precision},
          {"recall", metrics.recall},
          {"f1", metrics.f1},
          {"log_loss", metrics.log_loss},
          {"balanced_accuracy", metrics.balanced_accuracy},
          {"precision_macro", metrics.precision_macro},
          {"recall_macro", metrics.recall_macro},
          {"f1_macro", metrics.f1_macro},
          {"matthews", metrics.matthews},
          {"brier", metrics.brier},
          {"calibration_error", metrics.calibration_error},
          {"roc_auc", metrics.roc_auc},
          {"average_precision", metrics.average_precision}};
}

JsonObject metrics_json(const Metrics& metrics, const Contract& contract) {
  JsonArray labels, matrix;
  JsonObject classes;
  for (std::size_t c = 0; c < metrics.classes.size(); ++c) {
    const std::string& name = contract.classes[c].name;
    labels.emplace_back(name);
    classes.emplace_back(name, class_json(metrics.classes[c]));
    matrix.emplace_back(JsonArray(metrics.confusion_matrix[c].begin(), metrics.confusion_matrix[c].end()));
  }
  JsonObject out = summary_json(metrics);
  out.emplace_back("labels", std::move(labels));
  out.emplace_back("classes", std::move(classes));
  out.emplace_back("confusion_matrix", std::move(matrix));
  return out;
}

}  // namespace shohin
