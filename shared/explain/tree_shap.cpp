#include "explain/tree_shap.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "model/check_trees.h"

namespace shohin {
namespace {

constexpr std::uint32_t kMostPoints = kDeepestTree / 2;  // a path asks at most so many different inputs / 2
constexpr std::uint32_t kNone = 0xFFFFFFFFU;

bool goes_true(const TreeEnsemble& trees, std::uint32_t node, float value) {
  if (value != value) return trees.missing_is_true[node] != 0;
  return trees.test[node] == SplitTest::kEquals ? value == trees.threshold[node]
                                                : value <= trees.threshold[node];
}

// Of the training rows at a branch, the share that went to its true or false child.
double share_of(const TreeEnsemble& trees, std::uint32_t node, std::uint32_t child) {
  return static_cast<double>(trees.hits[child]) / static_cast<double>(trees.hits[node]);
}

bool has_hits(const TreeEnsemble& trees) {
  constexpr float kMost = 1e30F;
  for (std::uint32_t node = 0; node < trees.node_count(); ++node) {
    if (trees.feature[node] == TreeEnsemble::kLeaf) continue;
    const float all = trees.hits[node], trues = trees.hits[node + 1],
                falses = trees.hits[trees.false_child[node]];
    if (!(all > 0 && all < kMost && trues >= 0 && falses >= 0)) return false;
    const float both = trues + falses;
    if (!(both > all * 0.999F && both < all * 1.001F)) return false;
  }
  return true;
}

}  // namespace

// One row's walk through all leaves. What the path to a node asks is a stack of questions; one about an input
// that was asked before takes the earlier one's place.
class TreeShap::Walk {
 public:
  Walk(const TreeShap& shap, const float* inputs, std::span<double> contributions, std::span<double> sums)
      : trees_(shap.trees_),
        points_(static_cast<std::uint32_t>(shap.points_.at.size())),
        inputs_(inputs),
        contributions_(contributions),
        sums_(sums),
        width_(trees_.leaf_width()),
        below_(std::size_t{kDeepestTree + 1} * width_, 0),
        last_about_(shap.input_count_, kNone) {
    for (std::uint32_t q = 0; q < points_; ++q) {
      at_[q] = shap.points_.at[q];
      rest_[q] = 1 - at_[q];
      weight_[q] = shap.points_.weight[q];
      weight_off_[q] = weight_[q] / rest_[q];
      product_[0][q] = 1;
    }
  }

  void add_tree(std::uint32_t tree) {
    output_ = trees_.tree_output.empty() ? kNone : trees_.tree_output[tree];
    visit(trees_.roots[tree], 0, true);
  }

 private:
  using Points = std::array<double, kMostPoints>;
  struct Question {
    std::uint32_t input;
    bool passes;  // whether the row goes the way of this path at every question about that input
    bool counts;  // false while a later one stands for it
    double share;
    Points inverse;  // 1 / its factor of the product, if it passes
  };

  // What the leaves below add to every input whose test the row fails on their paths is gathered on the way
  // back, so that it is added once for each branch and not for each leaf.
  void visit(std::uint32_t node, std::uint32_t depth, bool reached) {
    const std::uint32_t input = trees_.feature[node];
    if (input == TreeEnsemble::kLeaf) return add_leaf(node, depth, reached);
    const bool is_true = goes_true(trees_, node, inputs_[input]);
    descend(node, node + 1, depth, is_true, reached);
    descend(node, trees_.false_child[node], depth, !is_true, reached);
  }

  void descend(std::uint32_t node, std::uint32_t child, std::uint32_t depth, bool passes, bool reached) {
    const std::uint32_t input = trees_.feature[node], before = last_about_[input];
    const double share = share_of(trees_, node, child);
    Question& question = questions_[depth];
    question.input = input;
    question.passes = passes;
    question.counts = true;
    question.share = share;
    const bool again = before != kNone;
    if (again) {
      question.share *= questions_[before].share;
      question.passes = passes && questions_[before].passes;
    }
    // Neither the row nor any training row goes there.
    if (question.share == 0 && !question.passes) return;
    multiply(depth, question, again ? &questions_[before] : nullptr, share);
    if (again) questions_[before].counts = false;
    last_about_[input] = depth;
    double* const above = &below_[std::size_t{depth} * width_];
    double* const below = above + width_;
    std::fill_n(below, width_, 0.0);
    visit(child, depth + 1, reached && passes);
    last_about_[input] = before;
    if (again) questions_[before].counts = true;
    if (!question.passes && !(again && !questions_[before].passes))
      add(&contributions_[std::size_t{input} * sums_.size()], 1, below);
    for (std::uint32_t o = 0; o < width_; ++o) above[o] += below[o];
  }

  // The product at a child: an earlier factor of the same input gives way to the new one.
  void multiply(std::uint32_t depth, Question& question, const Question* before, double share) {
    const Points& old = product_[depth];
    Points& product = product_[depth + 1];
    if (before != nullptr && !before->passes) {
      for (std::uint32_t q = 0; q < points_; ++q) product[q] = old[q] * share;
      return;
    }
    for (std::uint32_t q = 0; q < points_; ++q) {
      const double factor = (question.passes ? at_[q] : 0) + question.share * rest_[q];
      product[q] = old[q] * factor;
      if (before != nullptr) product[q] *= before->inverse[q];
      if (question.passes) question.inverse[q] = 1 / factor;
    }
  }

  void add_leaf(std::uint32_t node, std::uint32_t depth, bool reached) {
    const float* const values = &trees_.leaf_values[std::size_t{trees_.false_child[node]} * width_];
    if (reached) add(sums_.data(), 1, values);
    const Points& product = product_[depth];
    Points weighted;
    double off = 0;  // the same for every input whose test the row fails: its share falls out
    for (std::uint32_t q = 0; q < points_; ++q) {
      weighted[q] = weight_[q] * product[q];
      off -= weight_off_[q] * product[q];
    }
    for (std::uint32_t o = 0; o < width_; ++o) below_[std::size_t{depth} * width_ + o] += off * values[o];
    for (std::uint32_t k = 0; k < depth; ++k) {
      const Question& question = questions_[k];
      if (!question.counts || !question.passes) continue;
      double part = 0;
      for (std::uint32_t q = 0; q < points_; ++q) part += weighted[q] * question.inverse[q];
      add(&contributions_[std::size_t{question.input} * sums_.size()], part * (1 - question.share), values);
    }
  }

  template <class Number>
  void add(double* outputs, double part, const Number* values) const {
    if (output_ != kNone) {
      outputs[output_] += part * values[0];
      return;
    }
    for (std::size_t o = 0; o < sums_.size(); ++o) outputs[o] += part * values[o];
  }

  const TreeEnsemble& trees_;
  std::uint32_t points_, output_ = kNone;
  const float* inputs_;
  std::span<double> contributions_, sums_;
  Points at_{}, rest_{}, weight_{}, weight_off_{};
  std::array<Points, kDeepestTree + 1> product_{};  // [depth] of the factors of the questions that count
  std::array<Question, kDeepestTree> questions_{};  // [depth]
  std::uint32_t width_;                             // values of a leaf
  std::vector<double> below_;              // [depth][value] what failing inputs get of the leaves below
  std::vector<std::uint32_t> last_about_;  // [input] the question that counts, or kNone
};

Result<TreeShap> TreeShap::make(const TreeEnsemble& ensemble, std::uint32_t input_count) {
  if (!has_hits(ensemble))
    return fail(Fault{.code = FaultCode::kUnsupportedModel, .field = "nodes_hitrates"});
  TreeShap shap;
  shap.trees_ = ensemble;
  shap.input_count_ = input_count;
  shap.base_.assign(ensemble.output_count(), 0);
  std::copy(ensemble.base_values.begin(), ensemble.base_values.end(), shap.base_.begin());
  std::vector<std::uint32_t> on_path(input_count, 0);
  for (std::uint32_t tree = 0; tree < ensemble.tree_count(); ++tree)
    shap.measure_tree(ensemble.roots[tree], 1,
                      ensemble.tree_output.empty() ? kNone : ensemble.tree_output[tree], on_path, 0);
  shap.points_ = gauss_legendre((shap.most_distinct_ + 1) / 2);
  return shap;
}

// Adds the leaves below to the base, and notes how many different inputs a path asks.
void TreeShap::measure_tree(std::uint32_t node, double share, std::uint32_t output,
                            std::vector<std::uint32_t>& on_path, std::uint32_t distinct) {
  const std::uint32_t input = trees_.feature[node];
  if (input == TreeEnsemble::kLeaf) {
    const std::uint32_t width = trees_.leaf_width();
    const float* const values = &trees_.leaf_values[std::size_t{trees_.false_child[node]} * width];
    for (std::uint32_t o = 0; o < width; ++o) base_[output == kNone ? o : output] += share * values[o];
    most_distinct_ = std::max(most_distinct_, distinct);
    return;
  }
  if (on_path[input]++ == 0) ++distinct;
  const std::uint32_t falses = trees_.false_child[node];
  measure_tree(node + 1, share * share_of(trees_, node, node + 1), output, on_path, distinct);
  measure_tree(falses, share * share_of(trees_, node, falses), output, on_path, distinct);
  --on_path[input];
}

void TreeShap::explain(std::span<const float> inputs, std::span<double> contributions,
                       std::span<double> sums) const {
  assert(inputs.size() == input_count_ && sums.size() == base_.size());
  assert(contributions.size() == inputs.size() * sums.size());
  std::fill(contributions.begin(), contributions.end(), 0.0);
  std::fill(sums.begin(), sums.end(), 0.0);
  std::copy(trees_.base_values.begin(), trees_.base_values.end(), sums.begin());
  Walk walk(*this, inputs.data(), contributions, sums);
  for (std::uint32_t tree = 0; tree < trees_.tree_count(); ++tree) walk.add_tree(tree);
}

}  // namespace shohin
