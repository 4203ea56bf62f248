#include "cli/mlflow_client.h"

#include <algorithm>
#include <utility>

#include "http/url.h"

namespace shohin {
namespace {

constexpr std::string_view kApi = "/api/2.0/mlflow/";
constexpr std::string_view kArtifacts = "/api/2.0/mlflow-artifacts/artifacts";
constexpr std::string_view kArtifactScheme = "mlflow-artifacts:";

ErrorCode code_of(int status, std::string_view name) {
  if (name == "RESOURCE_ALREADY_EXISTS") return ErrorCode::kResourceAlreadyExists;
  switch (status) {
    case 401:
      return ErrorCode::kUnauthenticated;
    case 403:
      return ErrorCode::kPermissionDenied;
    case 404:
      return ErrorCode::kResourceDoesNotExist;
    case 413:
      return ErrorCode::kTooLarge;
    default:
      return status < 500 ? ErrorCode::kInvalidParameterValue : ErrorCode::kInternalError;
  }
}

tl::unexpected<Error> server_said(std::string_view call, const Reply& reply) {
  const auto body = parse_json(reply.body);
  const std::string name = body ? (*body)["error_code"].as_string() : "";
  const std::string said = body ? (*body)["message"].as_string() : "";
  std::string message = std::string(call) + ": the server answers with status " +
                        std::to_string(reply.status) + (said.empty() ? "." : ": " + said);
  if (reply.status == 401)
    message +=
        " Give a token with --token-file: one of `shohin token create`, or the file admin-secret in the "
        "server's data directory while its admin has no password.";
  return refuse(code_of(reply.status, name), std::move(message));
}

}  // namespace

Outcome<Json> MlflowClient::call(Method method, std::string_view call, const Json& body) {
  const std::string path = std::string(kApi) + std::string(call);
  auto reply = client_->send(method, path, method == Method::kGet ? "" : write_json(body));
  if (!reply) return tl::unexpected<Error>(std::move(reply).error());
  const std::string_view name = call.substr(0, call.find('?'));
  if (reply->status != 200) return server_said(name, *reply);
  auto answer = parse_json(reply->body.empty() ? "{}" : reply->body);
  if (!answer)
    return refuse(ErrorCode::kInternalError,
                  std::string(name) + ": the server's answer is no JSON; is it MLflow's API?");
  return std::move(*answer);
}

Outcome<Json> MlflowClient::get(std::string_view name, std::string_view query) {
  return call(Method::kGet, std::string(name) + "?" + std::string(query), {});
}

Outcome<Json> MlflowClient::post(std::string_view name, const Json& body) {
  return call(Method::kPost, name, body);
}

Outcome<Json> MlflowClient::patch(std::string_view name, const Json& body) {
  return call(Method::kPatch, name, body);
}

Outcome<void> MlflowClient::upload(std::string_view artifact_uri, std::string_view path,
                                   std::string_view bytes) {
  if (!artifact_uri.starts_with(kArtifactScheme))
    return refuse(ErrorCode::kInvalidParameterValue,
                  "The server keeps artifacts at " + std::string(artifact_uri) +
                      ", which cannot be reached from here; start it with a proxied artifact store.");
  std::string_view folder = artifact_uri.substr(kArtifactScheme.size());
  if (folder.starts_with("//")) folder.remove_prefix(std::min(folder.find('/', 2), folder.size()));
  const std::string target =
      std::string(kArtifacts) + percent_encode(folder, "/") + "/" + percent_encode(path, "/");
  const auto reply = client_->send(Method::kPut, target, bytes, "application/octet-stream");
  if (!reply) return tl::unexpected<Error>(reply.error());
  if (reply->status != 200) return server_said("upload of " + std::string(path), *reply);
  return {};
}

}  // namespace shohin
