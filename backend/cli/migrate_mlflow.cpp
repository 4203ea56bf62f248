#include "cli/migrate_mlflow.h"

#include <iostream>

#include "cli/commands.h"
#include "cli/say.h"
#include "text/json.h"

namespace shohin {
namespace {

// So long an import may take: until then nobody sweeps the files whose rows are not written yet.
constexpr std::int64_t kMonth = 30 * 24 * 3600;

void print_report(const ImportReport& report) {
  std::cout << "experiments        " << report.experiments << "\n"
            << "runs               " << report.runs << "\n"
            << "metric points      " << report.metrics << "\n"
            << "logged models      " << report.logged_models << "\n"
            << "registered models  " << report.registered_models << "\n"
            << "model versions     " << report.versions << "\n"
            << "files              " << report.artifacts << " (" << report.artifact_bytes << " bytes)\n";
  for (const auto& what : report.left_out) std::cerr << "left out: " << what << "\n";
}

JsonObject json_of(const ImportReport& report) {
  JsonArray left_out;
  for (const auto& what : report.left_out) left_out.emplace_back(what);
  return {{"experiments", report.experiments},
          {"runs", report.runs},
          {"metrics", report.metrics},
          {"logged_models", report.logged_models},
          {"registered_models", report.registered_models},
          {"model_versions", report.versions},
          {"artifacts", report.artifacts},
          {"artifact_bytes", report.artifact_bytes},
          {"left_out", std::move(left_out)}};
}

}  // namespace

int migrate_from_mlflow(const MlflowSource& source, const std::string& data, bool json) {
  if (auto good = check_mlflow_source(source); !good) return complain(good.error(), json);
  auto store = Store::open({.directory = data, .orphan_grace_seconds = kMonth});
  if (!store) return complain(store.error(), json);
  const auto report = import_mlflow(**store, source);
  if (!report) return complain(report.error(), json);
  if (json) {
    print_json(json_of(*report));
  } else {
    print_report(*report);
  }
  return kExitDone;
}

}  // namespace shohin
