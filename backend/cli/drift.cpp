// `shohin drift`: whether new rows are still like those that a model was trained on.
#include <CLI/CLI.hpp>
#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/data_file.h"
#include "cli/input_file.h"
#include "cli/say.h"
#include "drift/baseline.h"
#include "drift/comparison.h"
#include "wire/drift_json.h"

namespace shohin {
namespace {

struct DriftOptions {
  std::string model, reference, contract, data;
  DriftRule rule;
  bool json = false;
};

std::string cell(double value) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), value != 0 && std::abs(value) < 0.001 ? "%10.1e" : "%10.4f",
                      value);
  return std::isnan(value) ? "         -" : text.data();
}

void print_row(const FeatureDrift& feature) {
  const bool tested = !std::isnan(feature.values.p);
  std::cout << (feature.is_number ? "  KS  " : "  chi2")
            << cell(!tested             ? NAN
                    : feature.is_number ? feature.numbers.kolmogorov_smirnov.value
                                        : feature.chi_squared.statistic)
            << cell(feature.values.p) << cell(feature.values.p_holm)
            << cell(feature.counts.population_stability)
            << cell(!tested             ? NAN
                    : feature.is_number ? feature.numbers.wasserstein_over_deviation
                                        : feature.chi_squared.cramers_v)
            << cell(feature.counts.jensen_shannon) << cell(feature.missing.p_holm) << "  "
            << verdict_name(feature.verdict) << "  " << feature.name << "\n";
}

void print_report(const DriftReport& report) {
  std::cout
      << report.rows << " rows against " << report.reference_rows << "\n\n"
      << "  test statistic         p    p Holm       PSI  W/sd or V        JS missing p  verdict, feature\n";
  for (const FeatureDrift& feature : report.features) print_row(feature);
  std::cout << (report.is_drifted() ? "\nThe data have drifted.\n" : "\nNo drift that matters.\n");
}

Outcome<DriftReport> compare_with_model(const DriftOptions& options) {
  const auto model = read_model_file(options.model);
  if (!model) return tl::unexpected<Error>(model.error());
  if (model->baseline.is_null())
    return tl::unexpected<Error>(Error{ErrorCode::kInvalidParameterValue,
                                       options.model + ": the model tells nothing of its training data; use "
                                                       "--reference and --contract.",
                                       {},
                                       {}});
  const auto baseline = read_baseline(model->baseline, model->contract);
  if (!baseline) return found_bad(options.model, baseline.error());
  const auto data = read_data_file(options.data, model->contract, Labels::kOptional);
  if (!data) return tl::unexpected<Error>(data.error());
  return compare_with_baseline(*baseline, *data, options.rule);
}

Outcome<DriftReport> compare_with_file(const DriftOptions& options) {
  const auto contract = read_contract_file(options.contract);
  if (!contract) return tl::unexpected<Error>(contract.error());
  const auto reference = read_data_file(options.reference, *contract, Labels::kOptional);
  if (!reference) return tl::unexpected<Error>(reference.error());
  const auto data = read_data_file(options.data, *contract, Labels::kOptional);
  if (!data) return tl::unexpected<Error>(data.error());
  return compare_samples(*reference, *data, options.rule);
}

int run_drift(const DriftOptions& options) {
  if (options.model.empty() == options.reference.empty())
    return wrong_usage("Give either --model, or --reference with --contract.");
  if (options.reference.empty() != options.contract.empty())
    return wrong_usage("--reference and --contract belong together.");
  const auto report = options.model.empty() ? compare_with_file(options) : compare_with_model(options);
  if (!report) return complain(report.error(), options.json);
  if (options.json)
    print_json(drift_json(*report, options.rule));
  else
    print_report(*report);
  return report->is_drifted() ? kExitFoundBad : kExitDone;
}

}  // namespace

void add_drift(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "drift", "Compare new rows with the training data; exit code 3 when they have drifted");
  command->footer("Example: shohin drift --model iris.onnx --data flowers.csv");
  const auto options = std::make_shared<DriftOptions>();
  command->add_option("--model", options->model, "A model (ONNX), compared by the baseline it carries");
  command->add_option("--reference", options->reference,
                      "Or rows to compare with (CSV, or JSON by its ending)");
  command->add_option("--contract", options->contract, "The contract of the reference");
  command->add_option("--data", options->data, "New rows, with or without labels")->required();
  command->add_option("--least-rows", options->rule.least_rows, "Rows that a verdict needs")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000000000));
  command
      ->add_option("--significance", options->rule.significance,
                   "A verdict needs a corrected p value below this")
      ->capture_default_str()
      ->check(CLI::Range(1e-12, 0.5));
  command->add_flag("--json", options->json, "Print the report as JSON");
  command->callback([options, &exit_code] { exit_code = run_drift(*options); });
}

}  // namespace shohin
