// `shohin migrate --from-mlflow`: moves the store of an MLflow tracking server into a data directory of ours.
#pragma once

#include <string>

#include "import_mlflow/import_mlflow.h"

namespace shohin {

// Says what was moved and what was left out; gives the exit code.
int migrate_from_mlflow(const MlflowSource& source, const std::string& data, bool json);

}  // namespace shohin
