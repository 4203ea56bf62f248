// How the answer changes with one feature, everything else being as it is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "contract/contract.h"
#include "model/predict.h"

namespace shohin {

// Values of one feature to try: every category; every whole number of an ordinal one that has no more than
// `count`; otherwise quantiles of the rows' values, evenly apart, without repeats. Ascending, none missing.
std::vector<float> partial_grid(const Feature& feature, std::span<const float> column,
                                std::uint32_t count = 20);

// The mean probability of each class over the rows when the feature has that value in all of them (partial
// dependence, Friedman 2001): [value][class]. rows: [N x features].
std::vector<double> partial_dependence(const Predictor& predictor, std::span<const float> rows,
                                       std::uint32_t feature_count, std::uint32_t feature,
                                       std::span<const float> values);

}  // namespace shohin
