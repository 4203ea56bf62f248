#include "datasets/dvc_remote.h"

#include <algorithm>
#include <utility>

#include "contract/limits.h"
#include "datasets/md5.h"
#include "error/fault_text.h"
#include "http/strict_request.h"
#include "mlflow/actor.h"
#include "text/ascii.h"

namespace shohin {
namespace {

constexpr std::size_t kDigits = 32;
constexpr std::string_view kFolder = ".dir";

std::string_view digits_of(std::string_view name) {
  return name.ends_with(kFolder) ? name.substr(0, name.size() - kFolder.size()) : name;
}

Outcome<void> check_name(const std::string& name) {
  const auto digits = digits_of(name);
  const bool good = digits.size() == kDigits && std::all_of(digits.begin(), digits.end(), is_lower_hex_digit);
  if (good) return {};
  return refuse_field("md5", name, "32 hex digits in lower case, with .dir behind them for a folder");
}

}  // namespace

Outcome<void> DvcRemote::put(const std::string& name, const Read& read, const Actor& actor) {
  if (auto good = check_name(name); !good) return good;
  auto upload = store_.blobs().begin(Limits::kArtifactBytes);
  if (!upload) return tl::unexpected<Error>(upload.error());
  Md5 md5;
  auto received = read([&](std::span<const std::uint8_t> bytes) {
    md5.add(bytes);
    return upload->add(bytes);
  });
  if (!received) return received;
  if (const auto found = md5.finish_hex(); found != digits_of(name)) {
    return tl::unexpected<Error>(
        faults_error(ErrorCode::kInvalidParameterValue, Fault{.code = FaultCode::kDigestMismatch,
                                                              .field = "md5",
                                                              .value = found,
                                                              .expected = std::string(digits_of(name))}));
  }
  const auto blob = upload->finish();
  if (!blob) return tl::unexpected<Error>(blob.error());
  return store_.write([&](Database& database) -> Outcome<void> {
    if (!find_dvc_object(database, name))
      append_audit(database, actor, {"dvc.add", name, "", "", ""}, clock_());
    insert_dvc_object(database, {name, blob->sha256, blob->size});
    return {};
  });
}

Outcome<DvcFile> DvcRemote::get(const std::string& name) {
  if (auto good = check_name(name); !good) return tl::unexpected<Error>(good.error());
  return store_.read([&](Database& database) -> Outcome<DvcFile> {
    auto object = find_dvc_object(database, name);
    if (!object) return refuse(ErrorCode::kResourceDoesNotExist, "There is no object " + name + ".");
    auto path = store_.blobs().path_of(object->sha256);
    return DvcFile{std::move(*object), std::move(path)};
  });
}

Outcome<void> DvcRemote::remove(const std::string& name, const Actor& actor) {
  if (auto good = check_name(name); !good) return good;
  return store_.write([&](Database& database) -> Outcome<void> {
    if (!delete_dvc_object(database, name))
      return refuse(ErrorCode::kResourceDoesNotExist, "There is no object " + name + ".");
    append_audit(database, actor, {"dvc.remove", name, "", "", ""}, clock_());
    return {};
  });
}

std::vector<Route> dvc_routes(DvcRemote& remote) {
  constexpr const char* kObject = "/api/shohin/v1/dvc/files/md5/{first}/{rest}";
  const auto name_of = [](const Request& request) { return request.parameters[0] + request.parameters[1]; };
  const Handler put = [&remote, name_of](const Request& request) -> Outcome<Response> {
    if (auto kept = remote.put(name_of(request), request.read_body, actor_of(request)); !kept)
      return tl::unexpected<Error>(kept.error());
    return json_response("{}");
  };
  const Handler get = [&remote, name_of](const Request& request) -> Outcome<Response> {
    const auto file = remote.get(name_of(request));
    if (!file) return tl::unexpected<Error>(file.error());
    Response response;
    response.content_type = "application/octet-stream";
    response.headers = {{"ETag", "\"" + file->object.sha256 + "\""},
                        {"Cache-Control", "private, max-age=31536000, immutable"},
                        {"Content-Disposition", "attachment"}};
    response.body = FileBody{file->path, file->object.size};
    return response;
  };
  const Handler remove = [&remote, name_of](const Request& request) -> Outcome<Response> {
    return remote.remove(name_of(request), actor_of(request)).map([] { return json_response("{}"); });
  };
  const std::vector<Field> path = {like("^[0-9a-f]{2}$", text("first")),
                                   like("^[0-9a-f]{30}(\\.dir)?$", text("rest"))};
  const Operation uploads{.summary = "Keep a DVC object under its MD5",
                          .path = path,
                          .content_types = {"application/octet-stream"},
                          .answer = answer_of(object("", {})),
                          .strict = true};
  std::vector<Route> routes;
  routes.emplace_back(Method::kPost, kObject, Role::kStaff, Accepts::kStream, put,
                      uploads);  // DVC's own choice
  routes.emplace_back(Method::kPut, kObject, Role::kStaff, Accepts::kStream, put,
                      uploads);  // with `method = PUT`
  for (auto& route : routes) route.body_limit = Limits::kArtifactBytes;
  routes.emplace_back(Method::kGet, kObject, Role::kViewer, Accepts::kNoBody, get,
                      Operation{.summary = "Download a DVC object",
                                .path = path,
                                .answer = file_answer("application/octet-stream"),
                                .strict = true});
  routes.emplace_back(Method::kDelete, kObject, Role::kStaff, Accepts::kNoBody, remove,
                      Operation{.summary = "Remove a DVC object",
                                .path = path,
                                .answer = answer_of(object("", {})),
                                .strict = true});
  return routes;
}

}  // namespace shohin
