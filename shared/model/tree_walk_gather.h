// The walks that fetch nodes by the gather instructions of x86-64; other targets have none.
#pragma once

#include "model/tree_walk.h"

namespace shohin {

// Whether this processor and this layout allow it; false for kPlain.
bool can_gather(const TreeLayout& layout, TreeWalk walk);
// Whether its gathers are faster here than sixteen plain walks side by side.
bool gather_pays(TreeWalk walk);
// Only where can_gather.
WalkChunk gather_function(const TreeLayout& layout, TreeWalk walk);

}  // namespace shohin
