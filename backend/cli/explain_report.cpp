#include "cli/explain_report.h"

#include <algorithm>

#include "calibrate/certainty_json.h"
#include "explain/explanation_json.h"
#include "explain/importance.h"
#include "explain/partial_dependence.h"
#include "model/predict.h"

namespace shohin {
namespace {

template <class Numbers>
Json by_class(const Numbers& numbers, const Contract& contract) {
  JsonObject out;
  for (std::size_t c = 0; c < contract.classes.size(); ++c)
    out.emplace_back(contract.classes[c].name, static_cast<double>(numbers[c]));
  return out;
}

std::vector<float> rows_of(const Table& table) {
  const std::size_t features = table.columns.size();
  std::vector<float> rows(table.row_count() * features);
  for (std::uint32_t row = 0; row < table.row_count(); ++row)
    table.copy_row(row, std::span(rows).subspan(row * features, features));
  return rows;
}

}  // namespace

Result<Explained> make_explained(const Model& model, const Table& table) {
  Result<Calibration> calibration = read_calibration(model.calibration, model.contract);
  if (!calibration) return fail(calibration.error());
  std::vector<float> rows = rows_of(table);
  Result<Explainer> explainer = Explainer::make(model);
  if (!explainer && model.linear() != nullptr) explainer = Explainer::make(model, input_means(model, rows));
  if (!explainer) return fail(explainer.error());
  return Explained{model, table, std::move(rows), std::move(*explainer), std::move(*calibration)};
}

Json row_json(const Explained& explained, std::uint32_t row) {
  const Contract& contract = explained.model.contract;
  const std::size_t features = contract.features.size();
  const auto values = std::span(explained.rows).subspan(row * features, features);
  std::vector<float> probabilities(contract.classes.size());
  Predictor(explained.model).predict(values, probabilities);
  JsonObject out{{"row", row + 1},
                 {"prediction", contract.classes[best_class(probabilities)].name},
                 {"probabilities", by_class(probabilities, contract)},
                 {"explanation", explanation_json(explained.explainer.explain(values),
                                                  explained.explainer.unit(), explained.model)}};
  for (auto& member : certainty_json(explained.calibration, contract, values, probabilities))
    out.push_back(std::move(member));
  return out;
}

Json importance_json(const Explained& explained, const std::function<void(std::uint64_t done)>& progress) {
  const Contract& contract = explained.model.contract;
  const auto features = explained.model.feature_count(), classes = explained.model.class_count();
  const Importance importance =
      mean_contributions(explained.explainer, explained.rows, features, classes, progress);
  std::vector<std::uint32_t> order(features);
  for (std::uint32_t f = 0; f < features; ++f) order[f] = f;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return importance.overall[a] > importance.overall[b];
  });
  JsonArray list;
  for (const std::uint32_t f : order) {
    std::vector<double> of_class;
    for (std::uint32_t c = 0; c < classes; ++c) of_class.push_back(importance.by_class[c * features + f]);
    list.emplace_back(JsonObject{{"feature", contract.features[f].name},
                                 {"mean_absolute", importance.overall[f]},
                                 {"classes", by_class(of_class, contract)}});
  }
  return JsonObject{{"rows", explained.table.row_count()},
                    {"unit", std::string(unit_name(explained.explainer.unit()))},
                    {"importance", std::move(list)}};
}

Json partial_json(const Explained& explained, std::uint32_t feature) {
  const Contract& contract = explained.model.contract;
  const Feature& about = contract.features[feature];
  const auto grid = partial_grid(about, explained.table.columns[feature]);
  const auto means = partial_dependence(Predictor(explained.model), explained.rows,
                                        explained.model.feature_count(), feature, grid);
  JsonArray values;
  for (std::size_t v = 0; v < grid.size(); ++v) {
    const bool categorical = about.kind == FeatureKind::kCategorical;
    values.emplace_back(JsonObject{
        {"value", categorical ? Json(about.categories[v].name) : Json(static_cast<double>(grid[v]))},
        {"probabilities", by_class(std::span(means).subspan(v * contract.classes.size()), contract)}});
  }
  return JsonObject{
      {"feature", about.name}, {"rows", explained.table.row_count()}, {"values", std::move(values)}};
}

}  // namespace shohin
