// One call of MLflow's REST API.
#pragma once

#include <string>
#include <string_view>

#include "error/error.h"
#include "http/client.h"
#include "text/json.h"

namespace shohin {

class MlflowClient {
 public:
  // `client` must outlive it.
  explicit MlflowClient(HttpClient& client) : client_(&client) {}

  // `call` is what follows /api/2.0/mlflow/. Fails with the server's own error code and message.
  Outcome<Json> get(std::string_view call, std::string_view query);
  Outcome<Json> post(std::string_view call, const Json& body);
  Outcome<Json> patch(std::string_view call, const Json& body);
  // Puts a file below an artifact URI (mlflow-artifacts:/...). Fails with kInvalidParameterValue for a URI
  // that only the server itself can reach.
  Outcome<void> upload(std::string_view artifact_uri, std::string_view path, std::string_view bytes);

 private:
  Outcome<Json> call(Method method, std::string_view call, const Json& body);

  HttpClient* client_;
};

}  // namespace shohin
