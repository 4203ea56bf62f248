// Where MLflow kept artifacts, as places below the folder that is imported.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace shohin {

struct Place {
  std::string uri;                  // what our row says
  std::optional<std::string> path;  // below the folder; nothing when the files lie somewhere else
};

// `usual` is the path that MLflow's server gives by itself, such as 1/<run>/artifacts.
//   mlflow-artifacts:/P, also with a host: P
//   a folder of this machine: its path below `folder`, or `usual` when it ends with that (the folder was
//   moved) s3://... and the like: the same URI, whose files stay where they are
// Anything else, and paths that this server does not take: the URI of `usual`, and no path.
Place place_of(std::string_view uri, std::string_view usual, const std::filesystem::path& folder);

}  // namespace shohin
