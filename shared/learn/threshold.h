// Numbers to split at.
#pragma once

namespace shohin {

// A float32 t with below <= t < above, so that `value <= t` parts the two: of the numbers in the middle half
// of the gap the one with the fewest significant bits (it compresses), the one nearest to zero among those.
// Needs below < above, both finite.
float split_between(float below, float above);

// The same near to a number that was drawn: within a sixteenth of the gap of it.
float split_near(float below, float above, double drawn);

}  // namespace shohin
