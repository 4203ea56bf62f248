// fit_novelty: means, covariances and shares of each class, and the thresholds.
#include <algorithm>
#include <cmath>

#include "calibrate/novelty.h"
#include "calibrate/rounded.h"
#include "numeric/elementary.h"

namespace shohin {
namespace {

constexpr std::uint32_t kMostNoveltyFeatures = 64, kMostRows = 20'000, kMostNoveltyCategories = 100,
                        kDigits = 5;
constexpr double kToOwnVariance = 0.02;  // taken off every correlation, so that none is near 1

using Rows = std::vector<std::uint32_t>;

Rows spaced_rows(std::size_t row_count) {
  Rows rows;
  const std::uint64_t taken = std::min<std::uint64_t>(row_count, kMostRows);
  for (std::uint64_t i = 0; i < taken; ++i) rows.push_back(static_cast<std::uint32_t>(i * row_count / taken));
  return rows;
}

void choose_features(const Contract& contract, Novelty& novelty) {
  for (std::uint32_t f = 0; f < contract.features.size(); ++f) {
    const Feature& feature = contract.features[f];
    if (feature.kind == FeatureKind::kCategorical) {
      if (feature.categories.size() <= kMostNoveltyCategories) novelty.categories.push_back(f);
      continue;
    }
    novelty.numbers.push_back(f);
    novelty.logarithmic.push_back(feature.min > 0);
  }
}

// [row][number], NaN for what is missing.
using Values = std::vector<std::vector<double>>;

Values values_of(const Novelty& novelty, const LabelledColumns& table, const Rows& rows) {
  Values out;
  for (const std::uint32_t row : rows) {
    std::vector<double> values;
    for (std::size_t i = 0; i < novelty.numbers.size(); ++i) {
      const double value = table.columns[novelty.numbers[i]][row];
      values.push_back(novelty.logarithmic[i] && !std::isnan(value) ? natural_log(std::max(value, 1e-30))
                                                                    : value);
    }
    out.push_back(std::move(values));
  }
  return out;
}

// Sums over the rows in which both of a pair are known.
struct Moments {
  std::vector<double> products, counts;  // [variable][variable]

  explicit Moments(std::size_t size) : products(size * size, 0), counts(size * size, 0) {}
  void add(const std::vector<double>& off_mean) {
    const std::size_t size = off_mean.size();
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        if (std::isnan(off_mean[i]) || std::isnan(off_mean[j])) continue;
        products[i * size + j] += off_mean[i] * off_mean[j];
        counts[i * size + j] += 1;
      }
  }
  [[nodiscard]] double covariance(std::size_t pair, double lost) const {
    return counts[pair] > lost ? products[pair] / (counts[pair] - lost) : 0;
  }
};

std::vector<double> means_of(const Values& values, const Rows& members, std::size_t size) {
  std::vector<double> sums(size, 0), counts(size, 0);
  for (const std::uint32_t row : members)
    for (std::size_t i = 0; i < size; ++i) {
      if (std::isnan(values[row][i])) continue;
      sums[i] += values[row][i];
      counts[i] += 1;
    }
  for (std::size_t i = 0; i < size; ++i) sums[i] = rounded(counts[i] > 0 ? sums[i] / counts[i] : 0, kDigits);
  return sums;
}

// A class's own covariance, drawn towards the one of all classes the more the fewer rows it has (regularised
// discriminant analysis, Friedman 1989).
Gaussian gaussian_of(std::vector<double> means, const Moments& own, const Moments& pooled, std::size_t rows,
                     std::size_t class_count) {
  const std::size_t size = means.size();
  const double share = static_cast<double>(size) / static_cast<double>(size + rows);
  std::vector<double> covariance(size * size, 0);
  for (std::size_t pair = 0; pair < covariance.size(); ++pair)
    covariance[pair] = (1 - share) * own.covariance(pair, 1) +
                       share * pooled.covariance(pair, static_cast<double>(class_count));
  Gaussian out;
  out.mean = std::move(means);
  for (std::size_t i = 0; i < size; ++i) {
    const double variance = covariance[i * size + i];
    out.deviation.push_back(variance > 0 ? rounded(std::sqrt(variance), kDigits) : 1);
    for (std::size_t j = 0; j < i; ++j) {
      const double both = covariance[i * size + i] * covariance[j * size + j];
      const double r = both > 0 ? (1 - kToOwnVariance) * covariance[i * size + j] / std::sqrt(both) : 0;
      out.correlation.push_back(static_cast<std::int32_t>(std::round(1000 * std::clamp(r, -0.99, 0.99))));
    }
  }
  // Pairs that were counted in different rows may not fit together: then less of what they say.
  while (!out.is_sound())
    for (std::int32_t& one : out.correlation) one = one * 7 / 8;
  return out;
}

std::vector<double> shares_of(const std::vector<float>& column, const Rows& rows, const Rows& members,
                              std::size_t category_count) {
  std::vector<double> counts(category_count, 0.5);
  double total = 0.5 * static_cast<double>(category_count);
  for (const std::uint32_t member : members) {
    const float value = column[rows[member]];
    if (!(value >= 0) || value >= static_cast<float>(category_count)) continue;
    counts[static_cast<std::size_t>(value)] += 1;
    total += 1;
  }
  for (double& count : counts) count = rounded(count / total, 3);
  return counts;
}

std::vector<double> thresholds_of(const Novelty& novelty, const LabelledColumns& table, const Rows& rows,
                                  const std::vector<Rows>& members) {
  std::vector<double> scores;
  std::vector<float> row(table.columns.size());
  for (const std::uint32_t index : rows) {
    for (std::size_t f = 0; f < row.size(); ++f) row[f] = table.columns[f][index];
    std::optional<double> least;
    for (std::size_t c = 0; c < novelty.classes.size(); ++c) {
      const auto left_out_of = table.labels[index] == c ? static_cast<std::uint32_t>(members[c].size()) : 0;
      const auto score = score_in_class(novelty, novelty.classes[c], row, left_out_of);
      if (score && (!least || *score < *least)) least = score;
    }
    if (least) scores.push_back(*least);
  }
  if (scores.empty()) return {};
  std::sort(scores.begin(), scores.end());
  std::vector<double> out;
  for (const double rate : kAlarmRates) {
    const auto above = static_cast<std::size_t>(rate * static_cast<double>(scores.size() + 1));
    // So few rows that none may lie above: one more deviation than the strangest.
    out.push_back(rounded(above == 0 ? scores.back() + 1 : scores[scores.size() - above], kDigits));
  }
  return out;
}

}  // namespace

std::optional<Novelty> fit_novelty(const Contract& contract, const LabelledColumns& table) {
  Novelty novelty;
  choose_features(contract, novelty);
  const std::size_t size = novelty.numbers.size(), classes = contract.classes.size();
  if (size + novelty.categories.size() > kMostNoveltyFeatures || size + novelty.categories.size() == 0)
    return std::nullopt;
  const Rows rows = spaced_rows(table.labels.size());
  std::vector<Rows> members(classes);
  for (std::uint32_t i = 0; i < rows.size(); ++i) members[table.labels[rows[i]]].push_back(i);
  if (std::any_of(members.begin(), members.end(), [](const Rows& one) { return one.size() < 3; }))
    return std::nullopt;
  Values values = values_of(novelty, table, rows);
  std::vector<std::vector<double>> means;
  std::vector<Moments> own(classes, Moments(size));
  Moments pooled(size);
  for (std::size_t c = 0; c < classes; ++c) {
    means.push_back(means_of(values, members[c], size));
    for (const std::uint32_t member : members[c]) {
      for (std::size_t i = 0; i < size; ++i) values[member][i] -= means[c][i];
      own[c].add(values[member]);
      pooled.add(values[member]);
    }
  }
  for (std::size_t c = 0; c < classes; ++c) {
    Novelty::Class one{gaussian_of(std::move(means[c]), own[c], pooled, members[c].size(), classes), {}};
    for (const std::uint32_t f : novelty.categories)
      one.categories.push_back(
          shares_of(table.columns[f], rows, members[c], contract.features[f].categories.size()));
    novelty.classes.push_back(std::move(one));
  }
  novelty.thresholds = thresholds_of(novelty, table, rows, members);
  if (novelty.thresholds.empty()) return std::nullopt;  // no row says anything
  return novelty;
}

}  // namespace shohin
