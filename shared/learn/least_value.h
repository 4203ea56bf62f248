// The least value of a smooth convex function: L-BFGS (Liu, Nocedal, Mathematical Programming 45 (1989);
// Nocedal, Wright, "Numerical Optimization", algorithms 7.4 and 7.5) with steps that are halved until they
// pay.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace shohin {

// Gives the value at a point and writes the gradient there.
using Slope = std::function<double(const std::vector<double>& point, std::vector<double>& gradient)>;

struct DescentOptions {
  double tolerance = 1e-6;  // of the gradient's largest part
  std::uint32_t most_steps = 200;
};

// Moves `point` downhill. `after_step` sees the steps done; false ends it there. Says whether it was let
// finish.
bool descend(const Slope& slope, std::vector<double>& point, const DescentOptions& options,
             const std::function<bool(std::uint32_t)>& after_step);

}  // namespace shohin
