#include "wire/model_card.h"

#include <cmath>
#include <string_view>

#include "contract/row.h"
#include "text/number.h"

namespace shohin {
namespace {

// Names may hold anything but control characters; in Markdown some of it would mean something.
std::string plain(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (std::string_view("\\`*_[]<>#|").find(letter) != std::string_view::npos) out += '\\';
    out += letter;
  }
  return out;
}

// Four digits behind the point: a rounded double prints as itself.
std::string rounded(const Json& value) {
  if (!value.is_number()) return "-";
  return print_number(std::round(value.as_number() * 1e4) / 1e4);
}

void add_row(std::string& card, std::string_view name, const std::string& value) {
  card.append("| ").append(name).append(" | ").append(value).append(" |\n");
}

void add_table_head(std::string& card, std::string_view left, std::string_view right) {
  card.append("| ").append(left).append(" | ").append(right).append(" |\n| --- | --- |\n");
}

bool is_synthetic(const Model& model) { return model.record["synthetic"].as_bool(); }

void add_purpose(std::string& card, const Model& model) {
  const Contract& contract = model.contract;
  card.append("# ").append(plain(text_in(contract.title, "en", contract.name))).append("\n\n");
  card.append("Tells ").append(plain(contract.target)).append(" (");
  for (std::size_t c = 0; c < contract.classes.size() && c < 20; ++c)
    card.append(c > 0 ? ", " : "").append(plain(contract.classes[c].name));
  card.append(contract.classes.size() > 20 ? ", ...)" : ")");
  card.append(" by ").append(std::to_string(contract.features.size())).append(" features. Learner: ");
  card.append(plain(model.record["learner"].as_string())).append(".\n");
}

void add_data(std::string& card, const Model& model) {
  const Json& split = model.record["split"];
  card.append("\n## Data\n\n");
  if (is_synthetic(model)) card.append("**Made by a program, not measured.** ");
  if (split["rows_train"].is_number()) {
    card.append("Trained on ").append(print_number(split["rows_train"].as_number()));
    card.append(" rows, tested on ").append(print_number(split["rows_test"].as_number()));
    card.append(split["method"].as_string() == "stratified" ? " others, set apart at random class by class.\n"
                                                            : " others that were given.\n");
    card.append("Digest of all rows: `")
        .append(plain(model.record["data_digest"].as_string()))
        .append("`.\n\n");
  } else {
    card.append("The file says nothing about the rows that the model learned from.\n\n");
  }
  add_table_head(card, "feature", "values");
  for (const Feature& feature : model.contract.features)
    add_row(card, plain(feature.name),
            plain(expected_text(feature)).append(feature.required ? "" : ", may be missing"));
}

void add_settings(std::string& card, const Model& model) {
  const Json& config = model.record["config"];
  if (!config.is_object()) return;
  card.append("\n## Settings\n\n");
  add_table_head(card, "setting", "value");
  for (const auto& [name, value] : config.as_object()) add_row(card, plain(name), plain(write_json(value)));
  add_row(card, "seed", plain(write_json(model.record["seed"])));
}

double count_right(const Json& matrix) {
  double right = 0;
  for (std::size_t c = 0; c < matrix.as_array().size(); ++c)
    if (c < matrix.as_array()[c].as_array().size()) right += matrix.as_array()[c].as_array()[c].as_number();
  return right;
}

void add_measures(std::string& card, const Model& model) {
  const Json& test = model.record["metrics"]["test"];
  if (!test.is_object()) return;
  const std::string rows = print_number(model.record["split"]["rows_test"].as_number());
  card.append("\n## Measured on ").append(rows).append(" test rows\n\n");
  add_table_head(card, "measure", "value");
  add_row(card, "accuracy",
          rounded(test["accuracy"])
              .append(" (")
              .append(print_number(count_right(test["confusion_matrix"])))
              .append(" of ")
              .append(rows)
              .append(" right)"));
  add_row(card, "accuracy on its own training rows", rounded(model.record["metrics"]["train"]["accuracy"]));
  add_row(card, "balanced accuracy", rounded(test["balanced_accuracy"]));
  add_row(card, "log loss", rounded(test["log_loss"]));
  add_row(card, "Brier score", rounded(test["brier"]));
  add_row(card, "expected calibration error", rounded(test["calibration_error"]));
  card.append("\n| class | test rows | precision | recall |\n| --- | --- | --- | --- |\n");
  for (const auto& [name, one] : test["classes"].as_object())
    card.append("| ")
        .append(plain(name))
        .append(" | ")
        .append(rounded(one["support"]))
        .append(" | ")
        .append(rounded(one["precision"]))
        .append(" | ")
        .append(rounded(one["recall"]))
        .append(" |\n");
}

void add_certainty(std::string& card, const Model& model) {
  card.append("\n## Certainty\n\n");
  const Json& known = model.calibration;
  if (model.exponent == 1)
    card.append("- Probabilities are the learner's own; no temperature was fitted.\n");
  else
    card.append("- Probabilities are calibrated by a temperature of ")
        .append(rounded(1 / static_cast<double>(model.exponent)))
        .append(".\n");
  card.append(known["conformal"].is_object()
                  ? "- Prediction sets come from " + rounded(known["conformal"]["rows"]) +
                        " held-out or out-of-bag rows; they hold for rows drawn as those were.\n"
                  : std::string("- No prediction sets.\n"));
  card.append(known["novelty"].is_object() ? "- Rows unlike the training data are recognised.\n"
                                           : "- Rows unlike the training data are not recognised.\n");
}

void add_limits(std::string& card, const Model& model) {
  card.append("\n## Limits\n\n");
  card.append("- The measures hold for rows drawn as the test rows were, and for nothing else. ");
  card.append(is_synthetic(model)
                  ? "Those were generated, so the measures say nothing about the real world.\n"
                  : "The file does not know where its data came from; if they were generated, so are the "
                    "measures.\n");
  for (const auto& [name, one] : model.record["metrics"]["test"]["classes"].as_object())
    if (one["support"].as_number() < 30)
      card.append("- Only ")
          .append(rounded(one["support"]))
          .append(" test rows are ")
          .append(plain(name))
          .append(": its precision and recall are rough.\n");
  card.append("- The label is always one of these classes, also for what is none of them.\n");
}

}  // namespace

std::string model_card(const Model& model) {
  std::string card;
  add_purpose(card, model);
  add_data(card, model);
  add_settings(card, model);
  add_measures(card, model);
  add_certainty(card, model);
  add_limits(card, model);
  return card;
}

}  // namespace shohin
