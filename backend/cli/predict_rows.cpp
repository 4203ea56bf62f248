#include "cli/predict_rows.h"

#include "serving/csv_scoring.h"

namespace shohin {

Outcome<std::uint64_t> predict_rows(const Model& model, std::uint32_t threads, InputFile& input,
                                    const std::string& path, OutputFile& output,
                                    const std::function<void()>& tick) {
  const Predictor predictor(model);
  const CsvScoring scoring{
      .model = model, .predictor = predictor, .threads = threads, .predicted = [&](auto, auto) { tick(); }};
  const auto score = score_csv(
      scoring, [&] { return input.next(); }, [&](std::string_view text) { return output.write(text); });
  if (!score) return tl::unexpected<Error>(score.error());
  if (auto end = input.finish(); !end) return tl::unexpected<Error>(end.error());
  if (!score->faults.empty()) return found_bad(path, score->faults);
  return score->rows;
}

}  // namespace shohin
