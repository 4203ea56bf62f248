// Whether an ensemble keeps the promises of ensemble.h, for bytes that came from outside.
#pragma once

#include <cstdint>
#include <optional>

#include "fault/fault.h"
#include "model/ensemble.h"

namespace shohin {

inline constexpr std::uint32_t kDeepestTree = 64;  // branches from the root to a leaf
inline constexpr std::uint32_t kMostTrees = 10'000;
inline constexpr std::uint32_t kMostLeafValues = 1U << 26;  // 256 MB in memory

inline constexpr double kShareSlack = 1e-5;  // how far the shares of imported leaves may be off 1 in all
inline constexpr double kHighestSum = 1e30;  // far below what a float32 holds, whatever the rounding

// The first broken promise, as kBadTree: sizes that do not fit, a link that does not fit the classes, a tree
// that is not in depth-first order (so none dangles or loops) or deeper than kDeepestTree, a feature or
// category that cannot exist, a threshold that is not finite, shares below zero or whose sum could be off 1
// by more than kShareSlack, other leaf values whose sum could exceed kHighestSum. So every answer of a sound
// ensemble is finite.
std::optional<Fault> tree_fault(const TreeEnsemble& ensemble, std::uint32_t feature_count);

// Whether every leaf spreads its tree's share (leaf_share.h) over the classes exactly, as in all forests of
// ours: then sums are exact in float32, in any order.
bool shares_are_exact(const TreeEnsemble& ensemble);

// The longest way from a root to a leaf, in branches, of the tree whose nodes are first..end-1.
std::uint32_t tree_depth(const TreeEnsemble& ensemble, std::uint32_t first, std::uint32_t end);

}  // namespace shohin
