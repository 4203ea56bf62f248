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

// The first broken promise, as kBadTree: sizes that do not fit, a tree that is not in depth-first order (so
// none dangles or loops) or deeper than kDeepestTree, a feature or category that cannot exist, a threshold
// that is not finite, a leaf that does not spread its tree's share (leaf_share.h) exactly.
std::optional<Fault> tree_fault(const TreeEnsemble& ensemble, std::uint32_t feature_count);

// The longest way from a root to a leaf, in branches, of the tree whose nodes are first..end-1.
std::uint32_t tree_depth(const TreeEnsemble& ensemble, std::uint32_t first, std::uint32_t end);

}  // namespace shohin
