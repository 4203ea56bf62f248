// How likely a measured leaf is for a taxon.
#pragma once

#include "bonsai/profile.h"

namespace shohin {

// Density of (log length, log width) of one measured leaf, in cm, up to a factor that all taxa share. The
// bonsai factor is integrated by a 24-point Gauss-Legendre rule.
double leaf_density(double length, double width, const Taxon& taxon, double noise);

}  // namespace shohin
