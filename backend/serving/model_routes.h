// GET /models/...: files, manifests and contracts of registered versions.
#pragma once

#include <string>
#include <vector>

#include "http/route.h"
#include "serving/served_models.h"
#include "serving/version_file.h"

namespace shohin {

struct ModelShelf {
  const ServedModels& models;  // outlives the routes
  std::string default_model;
  VersionFinder versions;
};

// What is in production, and every file under its hash, is public; other versions and aliases need a viewer.
std::vector<Route> model_routes(const ModelShelf& shelf);

}  // namespace shohin
