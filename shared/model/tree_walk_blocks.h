// The walk from block to block, three levels a step.
#pragma once

#include "model/tree_walk.h"

namespace shohin {

// Whether this processor has what it takes; a layout must also have blocks.
bool can_compare_blocks();
// slots: ranks instead, as fill_ranks makes them.
WalkChunk block_function(const TreeLayout& layout);

}  // namespace shohin
