#include "model/pipeline.h"

namespace shohin {

void make_inputs(const Pipeline& pipeline, const float* row, float* inputs) {
  for (const NumberInput& number : pipeline.numbers) {
    const float value = row[number.feature];
    *inputs++ = ((value != value ? number.fill : value) - number.offset) * number.scale;
  }
  for (const CategoryInput& one : pipeline.categories)
    *inputs++ = row[one.feature] == one.category ? 1.0F : 0.0F;
}

}  // namespace shohin
