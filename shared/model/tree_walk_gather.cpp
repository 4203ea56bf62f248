#include "model/tree_walk_gather.h"

#include <cstddef>
#include <limits>

// The engine's only instructions that are not of every target. A walk makes no sum, so no bit depends on
// them.
#if defined(__x86_64__)
#include <immintrin.h>

namespace shohin {
namespace {

using Node = TreeLayout::NarrowNode;
static_assert(sizeof(Node) == 8 && offsetof(Node, slot) == 4 && offsetof(Node, step) == 6);

// Where a step finds the slots: 16 or 32 of them fit into registers.
enum class Slots : std::uint8_t { kOneRegister, kTwoRegisters, kMemory };

// Walks 16 * kRegisters trees. A node is fetched whole, eight in a gather; then thresholds and the rest part.
template <int kRegisters, Slots kSlots>
__attribute__((target("avx512f"))) void walk_avx512(const Node* nodes, const std::uint32_t* roots,
                                                    std::uint32_t depth, const float* slots,
                                                    std::uint32_t* leaves) {
  const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  const __m512i odd = _mm512_set_epi32(31, 29, 27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1);
  const __m512i one = _mm512_set1_epi32(1), low = _mm512_set1_epi32(0xFFFF);
  const __m512 first = _mm512_loadu_ps(slots), second = _mm512_loadu_ps(slots + 16);
  __m512i at[kRegisters];
  for (int i = 0; i < kRegisters; ++i) at[i] = _mm512_loadu_si512(roots + 16 * i);
  for (std::uint32_t level = 0; level < depth; ++level) {
    __m512i steps = _mm512_setzero_si512();
    for (int i = 0; i < kRegisters; ++i) {
      const __m512i a = _mm512_i32gather_epi64(_mm512_castsi512_si256(at[i]), nodes, 8);
      const __m512i b = _mm512_i32gather_epi64(_mm512_extracti64x4_epi64(at[i], 1), nodes, 8);
      const __m512 threshold = _mm512_castsi512_ps(_mm512_permutex2var_epi32(a, even, b));
      const __m512i slot_and_step = _mm512_permutex2var_epi32(a, odd, b);
      __m512 value;
      if constexpr (kSlots == Slots::kOneRegister)
        value = _mm512_permutexvar_ps(slot_and_step, first);  // looks at the low four bits alone
      else if constexpr (kSlots == Slots::kTwoRegisters)
        value = _mm512_permutex2var_ps(first, slot_and_step, second);  // at the low five
      else
        value = _mm512_i32gather_ps(_mm512_and_si512(slot_and_step, low), slots, 4);
      const __m512i step = _mm512_srli_epi32(slot_and_step, 16);
      const __mmask16 passes = _mm512_cmp_ps_mask(value, threshold, _CMP_LE_OQ);
      steps = _mm512_or_si512(steps, step);
      at[i] = _mm512_add_epi32(at[i], step);
      at[i] = _mm512_mask_add_epi32(at[i], passes, at[i], one);
    }
    if (_mm512_test_epi32_mask(steps, steps) == 0) break;
  }
  for (int i = 0; i < kRegisters; ++i) _mm512_storeu_si512(leaves + 16 * i, at[i]);
}

// The same with registers of half the width: four nodes in a gather, eight slots in a register.
template <int kRegisters, Slots kSlots>
__attribute__((target("avx2"))) void walk_avx2(const Node* nodes, const std::uint32_t* roots,
                                               std::uint32_t depth, const float* slots,
                                               std::uint32_t* leaves) {
  const auto* const words = reinterpret_cast<const long long*>(nodes);
  const __m256i low = _mm256_set1_epi32(0xFFFF);
  const __m256 first = _mm256_loadu_ps(slots), second = _mm256_loadu_ps(slots + 8);
  __m256i at[kRegisters];
  for (int i = 0; i < kRegisters; ++i)
    at[i] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(roots + 8 * i));
  for (std::uint32_t level = 0; level < depth; ++level) {
    __m256i steps = _mm256_setzero_si256();
    for (int i = 0; i < kRegisters; ++i) {
      const __m256 a = _mm256_castsi256_ps(_mm256_i32gather_epi64(words, _mm256_castsi256_si128(at[i]), 8));
      const __m256 b =
          _mm256_castsi256_ps(_mm256_i32gather_epi64(words, _mm256_extracti128_si256(at[i], 1), 8));
      // Parting leaves the pairs in the order 0 2 1 3, which the permutes put right.
      const __m256 threshold = _mm256_castpd_ps(
          _mm256_permute4x64_pd(_mm256_castps_pd(_mm256_shuffle_ps(a, b, 0x88)), _MM_SHUFFLE(3, 1, 2, 0)));
      const __m256i slot_and_step = _mm256_permute4x64_epi64(
          _mm256_castps_si256(_mm256_shuffle_ps(a, b, 0xDD)), _MM_SHUFFLE(3, 1, 2, 0));
      __m256 value;
      if constexpr (kSlots == Slots::kOneRegister) {
        value = _mm256_permutevar8x32_ps(first, slot_and_step);  // looks at the low three bits alone
      } else if constexpr (kSlots == Slots::kTwoRegisters) {
        const __m256 beyond = _mm256_castsi256_ps(_mm256_slli_epi32(slot_and_step, 28));  // bit 3 on top
        value = _mm256_blendv_ps(_mm256_permutevar8x32_ps(first, slot_and_step),
                                 _mm256_permutevar8x32_ps(second, slot_and_step), beyond);
      } else {
        value = _mm256_i32gather_ps(slots, _mm256_and_si256(slot_and_step, low), 4);
      }
      const __m256i step = _mm256_srli_epi32(slot_and_step, 16);
      const __m256i passes = _mm256_castps_si256(_mm256_cmp_ps(value, threshold, _CMP_LE_OQ));
      steps = _mm256_or_si256(steps, step);
      at[i] = _mm256_sub_epi32(_mm256_add_epi32(at[i], step), passes);  // true is -1
    }
    if (_mm256_testz_si256(steps, steps) != 0) break;
  }
  for (int i = 0; i < kRegisters; ++i) _mm256_storeu_si256(reinterpret_cast<__m256i*>(leaves + 8 * i), at[i]);
}

using WalkRegisters = void (*)(const Node*, const std::uint32_t*, std::uint32_t, const float*,
                               std::uint32_t*);
constexpr std::uint32_t kMostRegisters = 7;

template <Slots kSlots>
constexpr WalkRegisters kAvx512[kMostRegisters] = {
    walk_avx512<1, kSlots>, walk_avx512<2, kSlots>, walk_avx512<3, kSlots>, walk_avx512<4, kSlots>,
    walk_avx512<5, kSlots>, walk_avx512<6, kSlots>, walk_avx512<7, kSlots>};
template <Slots kSlots>
constexpr WalkRegisters kAvx2[kMostRegisters] = {
    walk_avx2<1, kSlots>, walk_avx2<2, kSlots>, walk_avx2<3, kSlots>, walk_avx2<4, kSlots>,
    walk_avx2<5, kSlots>, walk_avx2<6, kSlots>, walk_avx2<7, kSlots>};

// Rounds of registers as equal as can be: a walk of one register alone would wait for memory at each step.
template <std::uint32_t kLanes, const WalkRegisters* kWalks>
void walk_chunk(const TreeLayout& layout, const TreeLayout::Chunk& chunk, const float* slots,
                LeafNumbers& leaves) {
  std::uint32_t registers = (chunk.count + kLanes - 1) / kLanes, tree = 0;
  for (std::uint32_t rounds = (registers + kMostRegisters - 1) / kMostRegisters; rounds > 0; --rounds) {
    const std::uint32_t now = (registers + rounds - 1) / rounds;
    kWalks[now - 1](layout.narrow.data(), &layout.roots[chunk.first + tree], chunk.depth, slots,
                    &leaves[tree]);
    registers -= now;
    tree += now * kLanes;
  }
  for (std::uint32_t i = 0; i < chunk.count; ++i) leaves[i] = layout.leaf_of_node[leaves[i]];
}

Slots place_of_slots(const TreeLayout& layout, std::size_t one_register) {
  if (layout.slots.size() <= one_register) return Slots::kOneRegister;
  return layout.slots.size() <= 2 * one_register ? Slots::kTwoRegisters : Slots::kMemory;
}

}  // namespace

bool can_gather(const TreeLayout& layout, TreeWalk walk) {
  // Gathers count nodes with signed 32-bit numbers. A layout of leaves alone has no slots to load.
  if (layout.slots.empty() || layout.narrow.empty() ||
      layout.narrow.size() > std::numeric_limits<std::int32_t>::max())
    return false;
  if (walk == TreeWalk::kAvx512) return __builtin_cpu_supports("avx512f") != 0;
  return walk == TreeWalk::kAvx2 && __builtin_cpu_supports("avx2") != 0;
}

// Where gathers leak data of others (Intel's Gather Data Sampling, 2023) microcode makes them slower than
// plain walks. Processors with AVX512_BF16 are free of it; below them AMD's are. Before its third Zen they
// are slow.
bool gather_pays(TreeWalk walk) {
  if (walk == TreeWalk::kAvx512) return __builtin_cpu_supports("avx512bf16") != 0;
  return walk == TreeWalk::kAvx2 && __builtin_cpu_is("znver3") != 0;
}

WalkChunk gather_function(const TreeLayout& layout, TreeWalk walk) {
  if (walk == TreeWalk::kAvx512) {
    const Slots slots = place_of_slots(layout, 16);
    if (slots == Slots::kOneRegister) return walk_chunk<16, kAvx512<Slots::kOneRegister>>;
    if (slots == Slots::kTwoRegisters) return walk_chunk<16, kAvx512<Slots::kTwoRegisters>>;
    return walk_chunk<16, kAvx512<Slots::kMemory>>;
  }
  const Slots slots = place_of_slots(layout, 8);
  if (slots == Slots::kOneRegister) return walk_chunk<8, kAvx2<Slots::kOneRegister>>;
  if (slots == Slots::kTwoRegisters) return walk_chunk<8, kAvx2<Slots::kTwoRegisters>>;
  return walk_chunk<8, kAvx2<Slots::kMemory>>;
}

}  // namespace shohin

#else

namespace shohin {

bool can_gather(const TreeLayout&, TreeWalk) { return false; }
bool gather_pays(TreeWalk) { return false; }
WalkChunk gather_function(const TreeLayout&, TreeWalk) { return nullptr; }

}  // namespace shohin

#endif
