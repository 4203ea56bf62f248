#include "cli/ceiling_report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/input_file.h"
#include "cli/say.h"
#include "error/fault_text.h"
#include "model/predict.h"

namespace shohin {
namespace {

std::string_view title(InputSet inputs) {
  switch (inputs) {
    case InputSet::kBasic:
      return "4 basic inputs";
    case InputSet::kMeasured:
      return "8: + age colour roots bark";
    case InputSet::kAll:
      return "all 12 inputs";
    case InputSet::kAsGenerated:
      return "as generated, with gaps";
  }
  return "";
}

std::string percent(const Estimate& estimate) {
  std::array<char, 40> text{};
  (void)std::snprintf(text.data(), text.size(), "%7.2f +- %.2f %%", 100 * estimate.value,
                      100 * estimate.standard_error);
  return text.data();
}

Json estimate_json(const Estimate& estimate) {
  return JsonObject{{"value", estimate.value}, {"standard_error", estimate.standard_error}};
}

Json ceilings_json(const CeilingOptions& options, const std::vector<Ceiling>& ceilings, bool with_model) {
  JsonArray rows;
  for (const Ceiling& ceiling : ceilings) {
    JsonObject row{{"inputs", input_set_name(ceiling.inputs)}, {"bayes", estimate_json(ceiling.bayes)}};
    if (with_model) {
      row.emplace_back("model", estimate_json(ceiling.model));
      row.emplace_back("difference", estimate_json(ceiling.difference));
    }
    rows.emplace_back(std::move(row));
  }
  return JsonObject{{"synthetic", true},
                    {"trees", options.trees},
                    {"noise", options.noise},
                    {"seed", static_cast<double>(options.seed)},
                    {"accuracy", std::move(rows)}};
}

void print_table(const CeilingOptions& options, const std::vector<Ceiling>& ceilings, bool with_model) {
  std::cout << "Accuracy on " << options.trees << " generated trees, seed " << options.seed << ", noise "
            << 100 * options.noise << " %. Made data: it says nothing about real trees.\n\n";
  std::cout << "inputs                      best possible (Bayes)";
  std::cout << (with_model ? "  model               model - Bayes\n" : "\n");
  for (const Ceiling& ceiling : ceilings) {
    std::string line(title(ceiling.inputs));
    line.resize(28, ' ');
    line += percent(ceiling.bayes);
    if (with_model) {
      line.resize(51, ' ');
      line += percent(ceiling.model);
      line.resize(71, ' ');
      line += percent(ceiling.difference);
    }
    std::cout << line << "\n";
  }
}

// Where each feature of a model stands among the generator's inputs and which species each of its classes is.
struct Places {
  std::vector<std::size_t> inputs;
  std::vector<std::uint32_t> species;
};

template <class Names>
std::size_t place_of(const Names& names, std::string_view name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

bool same_categories(const Feature& feature, const InputKind& kind) {
  if (feature.categories.size() != kind.category_count) return false;
  for (std::size_t i = 0; i < feature.categories.size(); ++i)
    if (feature.categories[i].name != kind.categories[i]) return false;
  return true;
}

Result<Places> match(const Contract& contract) {
  Places places;
  Faults faults;
  for (const Feature& feature : contract.features) {
    places.inputs.push_back(place_of(kBonsaiInputNames, feature.name));
    if (places.inputs.back() == kBonsaiInputs ||
        !same_categories(feature, bonsai_input(places.inputs.back())))
      faults.add({.code = FaultCode::kForeignContract, .field = feature.name});
  }
  for (const TargetClass& one : contract.classes) {
    places.species.push_back(static_cast<std::uint32_t>(place_of(kBonsaiSpeciesNames, one.name)));
    if (places.species.back() == kBonsaiSpecies)
      faults.add({.code = FaultCode::kForeignContract, .field = one.name});
  }
  if (!faults.empty()) return fail(std::move(faults));
  return places;
}

Classifier classifier(const Model& model, Places places) {
  return [predictor = Predictor(model), places = std::move(places)](std::span<const float> row) {
    std::vector<float> values;
    for (const std::size_t input : places.inputs) values.push_back(row[input]);
    std::vector<float> probabilities(predictor.class_count());
    predictor.predict(values, probabilities);
    return places.species[best_class(probabilities)];
  };
}

Outcome<Classifier> read_classifier(const std::string& path) {
  if (path.empty()) return Classifier{};
  const auto model = read_model_file(path);
  if (!model) return tl::unexpected<Error>(model.error());
  auto places = match(model->contract);
  if (!places) return found_bad(path, places.error());
  return classifier(*model, std::move(*places));
}

}  // namespace

int report_ceiling(const CeilingOptions& options, const std::string& model, bool json) {
  const auto ask = read_classifier(model);
  if (!ask) return complain(ask.error(), json);
  const auto ceilings = measure_ceiling(options, *ask);
  if (!ceilings) return wrong_usage(english(ceilings.error()));
  if (json)
    print_json(ceilings_json(options, *ceilings, !model.empty()));
  else
    print_table(options, *ceilings, !model.empty());
  return kExitDone;
}

}  // namespace shohin
