#include "cli/predict_rows.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "data/csv.h"
#include "data/csv_rows.h"
#include "model/predict.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr std::size_t kBatchRows = 8192;

void append_cell(std::string& line, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += cell;
    return;
  }
  line += '"';
  for (const char c : cell) line.append(c == '"' ? 2 : 1, c);
  line += '"';
}

std::string joined(std::span<const std::string_view> cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    append_cell(line, cells[i]);
  }
  return line;
}

// Rows that wait for their predictions.
class Batch {
 public:
  Batch(const Model& model, std::uint32_t threads)
      : classes_(model.contract.classes),
        features_(model.contract.features.size()),
        predictor_(model),
        threads_(threads) {}

  [[nodiscard]] std::size_t size() const { return lines_.size(); }

  void add(std::string line, std::span<const float> values) {
    lines_.push_back(std::move(line));
    values_.insert(values_.end(), values.begin(), values.end());
  }

  // The lines with their predictions; the batch is empty afterwards.
  std::string take() {
    std::vector<float> probabilities(lines_.size() * classes_.size());
    predict(probabilities);
    std::string text;
    for (std::size_t row = 0; row < lines_.size(); ++row)
      append_row(text, row, std::span(probabilities).subspan(row * classes_.size(), classes_.size()));
    lines_.clear();
    values_.clear();
    return text;
  }

 private:
  void predict(std::vector<float>& probabilities) const {
    const std::size_t share = (lines_.size() + threads_ - 1) / threads_;
    std::vector<std::jthread> workers;
    for (std::size_t first = 0; first < lines_.size(); first += share) {
      const std::size_t count = std::min(share, lines_.size() - first);
      workers.emplace_back([this, &probabilities, first, count] {
        predictor_.predict(
            std::span(values_).subspan(first * features_, count * features_),
            std::span(probabilities).subspan(first * classes_.size(), count * classes_.size()));
      });
    }
  }

  void append_row(std::string& text, std::size_t row, std::span<const float> probabilities) const {
    const std::uint32_t best = best_class(probabilities);
    text += lines_[row];
    text += ',';
    append_cell(text, classes_[best].name);
    text += ',';
    text += print_number(probabilities[best]);
    for (const float probability : probabilities) text.append(",").append(print_number(probability));
    text += '\n';
  }

  std::vector<TargetClass> classes_;
  std::size_t features_;
  Predictor predictor_;
  std::uint32_t threads_;
  std::vector<std::string> lines_;
  std::vector<float> values_;
};

std::string header_line(std::span<const std::string_view> header, const Contract& contract) {
  std::string line = joined(header) + ",prediction,confidence";
  for (const TargetClass& one : contract.classes) {
    line += ',';
    append_cell(line, "p_" + one.name);
  }
  return line + "\n";
}

// Everything of one run, so that the steps below stay short.
class Scoring {
 public:
  Scoring(const Model& model, std::uint32_t threads, CsvReader& reader, OutputFile& output)
      : model_(model), batch_(model, threads), reader_(reader), output_(output) {}

  // Gives the number of rows; `faults` has what was wrong with them.
  Outcome<std::uint64_t> run(Faults& faults, const std::function<void()>& tick) {
    const auto rows = read_header(faults);
    if (!rows) return std::uint64_t{0};
    if (auto written = output_.write(header_); !written) return tl::unexpected<Error>(written.error());
    std::vector<float> values(model_.contract.features.size());
    std::uint32_t label = 0;
    while (next(faults)) {
      const bool good = rows->read(reader_.cells(), reader_.row(), values, label, faults);
      if (good && faults.empty()) batch_.add(joined(reader_.cells()), values);
      if (batch_.size() < kBatchRows) continue;
      if (auto written = flush(); !written) return tl::unexpected<Error>(written.error());
      tick();
    }
    if (auto written = flush(); !written) return tl::unexpected<Error>(written.error());
    return count_;
  }

 private:
  std::optional<CsvRows> read_header(Faults& faults) {
    if (!next(faults)) {
      if (faults.empty()) faults.add({.code = FaultCode::kEmpty, .field = "header"});
      return std::nullopt;
    }
    auto rows = CsvRows::match(reader_.cells(), model_.contract, Labels::kOptional);
    if (!rows) faults = rows.error();
    if (!rows) return std::nullopt;
    header_ = header_line(reader_.cells(), model_.contract);
    return std::move(*rows);
  }

  bool next(Faults& faults) {
    const Result<bool> read = reader_.next();
    if (!read) faults.add(read.error().first());
    return read && *read;
  }

  Outcome<void> flush() {
    count_ += batch_.size();
    return output_.write(batch_.take());
  }

  const Model& model_;
  Batch batch_;
  CsvReader& reader_;
  OutputFile& output_;
  std::string header_;
  std::uint64_t count_ = 0;
};

}  // namespace

Outcome<std::uint64_t> predict_rows(const Model& model, std::uint32_t threads, InputFile& input,
                                    const std::string& path, OutputFile& output,
                                    const std::function<void()>& tick) {
  CsvReader reader([&] { return input.next(); });
  Faults faults;
  auto rows = Scoring(model, threads, reader, output).run(faults, tick);
  if (!rows) return rows;
  if (auto end = input.finish(); !end) return tl::unexpected<Error>(end.error());
  if (!faults.empty()) return found_bad(path, faults);
  return rows;
}

}  // namespace shohin
