#include "model/tree_walk_blocks.h"

#include <algorithm>

// Two sets of instructions for the same three steps: look bytes up in a register, compare eight numbers,
// gather the answers as bits.
#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSSE3__)
#include <immintrin.h>
#endif

namespace shohin {

#if defined(__wasm_simd128__) || defined(__SSSE3__)
namespace {

using Block = TreeBlocks::Block;
static_assert(sizeof(Block) == 64);

#if defined(__wasm_simd128__)
using Register = v128_t;

Register load(const void* bytes) { return wasm_v128_load(bytes); }
Register either(Register a, Register b) { return wasm_v128_or(a, b); }
Register subtract(Register bytes, std::uint8_t less) {
  return wasm_i8x16_sub(bytes, wasm_i8x16_splat(static_cast<std::int8_t>(less)));
}
// 0 where a byte is above 15.
Register look_up(Register table, Register bytes) { return wasm_i8x16_swizzle(table, bytes); }
std::uint32_t greater(Register a, Register b) { return wasm_i16x8_bitmask(wasm_i16x8_gt(a, b)); }
#else
using Register = __m128i;

Register load(const void* bytes) { return _mm_loadu_si128(static_cast<const __m128i*>(bytes)); }
Register either(Register a, Register b) { return _mm_or_si128(a, b); }
Register subtract(Register bytes, std::uint8_t less) {
  return _mm_sub_epi8(bytes, _mm_set1_epi8(static_cast<char>(less)));
}
// 0 where a byte is above 15: the instruction itself looks for the highest bit.
Register look_up(Register table, Register bytes) {
  return _mm_shuffle_epi8(table, _mm_adds_epu8(bytes, _mm_set1_epi8(0x70)));
}
std::uint32_t greater(Register a, Register b) {
  return static_cast<std::uint32_t>(
      _mm_movemask_epi8(_mm_packs_epi16(_mm_cmpgt_epi16(a, b), _mm_setzero_si128())));
}
#endif

constexpr int kTogether = 10;  // trees whose steps need not wait for each other

// [a bit for each node: whether its test failed] the exit of the block.
constexpr std::array<std::uint8_t, 128> make_exits() {
  std::array<std::uint8_t, 128> exits{};
  for (std::uint32_t failed = 0; failed < 128; ++failed) {
    std::uint32_t node = 0;
    for (int level = 0; level < 3; ++level) node = 2 * node + (((failed >> node) & 1U) != 0 ? 1 : 2);
    exits[failed] = static_cast<std::uint8_t>(node - 7);
  }
  return exits;
}
constexpr std::array<std::uint8_t, 128> kExits = make_exits();

template <int kRegisters>
std::uint32_t exit_of(const Block& block, const Register* ranks) {
  const Register bytes = load(block.byte.data());
  Register values = look_up(ranks[0], bytes);
  for (int i = 1; i < kRegisters; ++i)
    values = either(values, look_up(ranks[i], subtract(bytes, static_cast<std::uint8_t>(16 * i))));
  return kExits[greater(values, load(block.rank.data()))];
}

template <int kRegisters>
void walk_together(const TreeBlocks& trees, std::uint32_t tree, std::uint32_t blocks_deep,
                   const Register* ranks, std::uint32_t* leaves) {
  const Block* at[kTogether];
  for (int i = 0; i < kTogether; ++i) at[i] = &trees.blocks[trees.roots[tree + static_cast<unsigned>(i)]];
  for (std::uint32_t level = 1; level < blocks_deep; ++level) {
    std::uint32_t steps = 0;
    for (int i = 0; i < kTogether; ++i) {
      const std::uint32_t step = at[i]->step[exit_of<kRegisters>(*at[i], ranks)];
      at[i] += step;
      steps |= step;
    }
    if (steps == 0) break;
  }
  for (int i = 0; i < kTogether; ++i)
    leaves[i] =
        trees.first_leaf[tree + static_cast<unsigned>(i)] + at[i]->leaf[exit_of<kRegisters>(*at[i], ranks)];
}

template <int kRegisters>
void walk_blocks(const TreeLayout& layout, const TreeLayout::Chunk& chunk, const float* slots,
                 LeafNumbers& leaves) {
  Register ranks[kRegisters];
  for (int i = 0; i < kRegisters; ++i) ranks[i] = load(slots + 4 * i);
  const std::uint32_t blocks_deep = (chunk.depth + 2) / 3;
  for (std::uint32_t tree = 0; tree < chunk.count; tree += kTogether)
    walk_together<kRegisters>(layout.blocks, chunk.first + tree, blocks_deep, ranks, &leaves[tree]);
}

}  // namespace

WalkChunk block_function(const TreeLayout& layout) {
  if (layout.slots.size() <= 8) return walk_blocks<1>;
  return layout.slots.size() <= 16 ? walk_blocks<2> : walk_blocks<4>;
}

#else

WalkChunk block_function(const TreeLayout&) { return nullptr; }

#endif

bool can_compare_blocks() {
#if defined(__wasm_simd128__)
  return true;
#elif defined(__SSSE3__)
  return __builtin_cpu_supports("ssse3") != 0;
#else
  return false;
#endif
}

}  // namespace shohin
