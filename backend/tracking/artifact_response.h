// How a file is answered: always as an attachment that no browser runs.
#pragma once

#include "http/route.h"
#include "tracking/artifacts.h"

namespace shohin {

Response artifact_response(const ArtifactFile& file);

}  // namespace shohin
