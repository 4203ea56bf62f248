// Shapley values of a tree ensemble: what each input adds to each sum.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "explain/quadrature.h"
#include "fault/fault.h"
#include "model/ensemble.h"

namespace shohin {

// Exact path-dependent TreeSHAP (Lundberg et al. 2020, "From local explanations to global understanding with
// explainable AI for trees", the values of its algorithm 2): an input that is not known goes both ways, in
// the shares of the training rows that came by (nodes_hitrates).
//
// How it is computed is our own. The value of one leaf, if the inputs of a set S are known, is a product over
// the inputs on its path: 1 or 0 for a known one (whether the row passes its tests), the share z of the
// training rows for the others. The Shapley value of input i is the integral of the multilinear extension
// (Owen 1972): (o_i - z_i) times the integral over t of the product over j != i of o_j t + z_j (1 - t). That
// is a polynomial, so Gauss-Legendre points give it exactly; all its terms are positive, so nothing cancels.
class TreeShap {
 public:
  // The ensemble must be sound. Fails with kUnsupportedModel, field "nodes_hitrates", when a branch does not
  // say how many training rows came by it and by its children.
  static Result<TreeShap> make(const TreeEnsemble& ensemble, std::uint32_t input_count);

  // The sums that are expected when no input is known: [output].
  [[nodiscard]] std::span<const double> base() const { return base_; }
  // What one row gets. contributions: [input][output], sums: [output], both overwritten;
  // sums[o] = base[o] + the sum of its contributions, but for rounding.
  void explain(std::span<const float> inputs, std::span<double> contributions, std::span<double> sums) const;

 private:
  class Walk;

  TreeShap() = default;
  void measure_tree(std::uint32_t node, double share, std::uint32_t output,
                    std::vector<std::uint32_t>& on_path, std::uint32_t distinct);

  TreeEnsemble trees_;
  std::uint32_t input_count_ = 0, most_distinct_ = 1;
  std::vector<double> base_;
  Quadrature points_;
};

}  // namespace shohin
