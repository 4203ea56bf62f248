// Explanations for people, as columns of text.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/columns.h"
#include "cli/explain_report.h"

namespace shohin {
namespace {

std::string column(std::string text, std::size_t width) { return left_aligned(std::move(text), width) + " "; }

std::string number(double value, const char* format = "%9.4f") {
  char text[64];
  (void)std::snprintf(text, sizeof text, format, value);  // never longer than the buffer
  return text;
}

std::string value_text(const Json& value) {
  return value.is_string() ? value.as_string() : number(value.as_number(), "%g");
}

std::string names(const Json& list) {
  std::string text;
  for (const Json& name : list.as_array()) text.append(text.empty() ? "" : ", ").append(name.as_string());
  return text;
}

std::string header_line(std::string_view first, const Json& classes) {
  std::string line = column(std::string(first), 24);
  for (const auto& [name, unused] : classes.as_object()) line += column(name, 9);
  return line + "\n";
}

std::string class_line(const std::string& first, const Json& classes) {
  std::string line = column(first, 24);
  for (const auto& [name, value] : classes.as_object())
    line += column(number(value.as_number()), std::max<std::size_t>(name.size(), 9));
  return line + "\n";
}

std::string certainty_text(const Json& json) {
  std::string text;
  if (json.has("prediction_set"))
    text += "\nnine times in ten it is one of: " + names(json["prediction_set"]) + "\n";
  if (json["novelty"]["unlike_training"].as_bool()) text += "\nunlike the rows that the model learned from\n";
  if (const JsonArray& next = json["next_measurements"].as_array(); !next.empty())
    text += "\nwould help most next: " + next[0]["feature"].as_string() + ", " +
            number(next[0]["bits"].as_number(), "%.2f") + " bits expected\n";
  return text;
}

}  // namespace

std::string row_text(const Json& json) {
  const Json& explanation = json["explanation"];
  const std::string& best = json["prediction"].as_string();
  auto features = explanation["contributions"][best].as_object();
  std::stable_sort(features.begin(), features.end(), [](const auto& a, const auto& b) {
    return std::abs(a.second.as_number()) > std::abs(b.second.as_number());
  });
  std::string text = "row " + value_text(json["row"]) + ": " + best + ", probability " +
                     number(json["probabilities"][best].as_number(), "%.4f") + "\n\n";
  text += column("what adds to " + best, 24) + explanation["unit"].as_string() +
          (explanation["before_calibration"].as_bool() ? " before calibration\n" : "\n");
  text += column("on average", 24) + number(explanation["base"][best].as_number()) + "\n";
  for (const auto& [name, value] : features)
    text += column(name, 24) + number(value.as_number(), "%+9.4f") + "\n";
  text += column("together", 24) + number(explanation["score"][best].as_number()) + "\n";
  return text + certainty_text(json);
}

std::string importance_text(const Json& json) {
  const JsonArray& list = json["importance"].as_array();
  std::string text = "mean absolute contribution over " + value_text(json["rows"]) + " rows, in " +
                     json["unit"].as_string() + "\n\n";
  if (!list.empty()) text += header_line("feature", list[0]["classes"]);
  for (const Json& one : list) text += class_line(one["feature"].as_string(), one["classes"]);
  return text;
}

std::string partial_text(const Json& json) {
  const JsonArray& values = json["values"].as_array();
  std::string text = "mean probability over " + value_text(json["rows"]) + " rows\n\n";
  if (!values.empty()) text += header_line(json["feature"].as_string(), values[0]["probabilities"]);
  for (const Json& one : values) text += class_line(value_text(one["value"]), one["probabilities"]);
  return text;
}

}  // namespace shohin
