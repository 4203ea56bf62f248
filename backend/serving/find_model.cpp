#include "serving/find_model.h"

namespace shohin {

Outcome<Served> find_served(const Models& models, const std::string& name) {
  if (auto model = models.served.find(name)) return model;
  if (name.empty()) {
    return refuse(ErrorCode::kResourceDoesNotExist,
                  "This server has no default model. Name one: POST /models/{name}/predict.");
  }
  if (name == models.default_model) {
    return refuse(
        ErrorCode::kTemporarilyUnavailable,
        "No version of '" + name +
            "' is in production yet. Train one in the Studio, register it and set the alias 'production' on "
            "it, or start the server with --examples on and an empty data directory.");
  }
  std::string served;
  for (const auto& model : models.served.all()) served += (served.empty() ? "" : ", ") + model->identity.name;
  return refuse(ErrorCode::kResourceDoesNotExist,
                "No version of '" + name +
                    "' is in production. Served now: " + (served.empty() ? "nothing" : served) + ".");
}

Outcome<Served> find_model(const Models& models, const std::string& name, const std::string& version) {
  if (version == kProduction) return find_served(models, name);
  auto served = models.served.find(name);
  if (served && served->identity.version == version) return served;
  return models.versions.get(name, version);
}

Outcome<Served> find_model(const Models& models, const Request& request) {
  const auto& given = request.parameters;
  if (given.size() > 1) return find_model(models, given[0], given[1]);
  return find_served(models, given.empty() ? models.default_model : given[0]);
}

}  // namespace shohin
