#include "cli/running_server.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <utility>

#include "auth/secret.h"
#include "cli/output_file.h"

namespace shohin {
namespace {

constexpr const char* kAddressFile = "server-address";
constexpr int kPatienceSeconds = 3600;  // an examination reads the whole disk

tl::unexpected<Error> server_said(int status, std::string_view body) {
  const auto json = parse_json(body);
  std::string message = json ? (*json)["message"].as_string() : "";
  if (message.empty()) message = "The server answers with status " + std::to_string(status) + ".";
  if (status == 401) message += " Give an admin's token with --token-file.";
  return refuse(status < 500 ? ErrorCode::kInvalidParameterValue : ErrorCode::kTemporarilyUnavailable,
                std::move(message));
}

struct Told {
  std::string url, token;
};

Outcome<Told> read_told(const std::filesystem::path& data) {
  std::ifstream in(data / kAddressFile);
  Told told;
  if (std::getline(in, told.url)) {
    std::getline(in, told.token);
    return told;
  }
  return refuse(ErrorCode::kResourceConflict,
                "Another program works on " + data.string() +
                    " and tells nobody its address, or not to this user. Try again when it has ended.");
}

bool write_all(int descriptor, std::string_view text) {
  return ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

}  // namespace

Outcome<void> tell_address(const std::filesystem::path& data, const std::string& url,
                           const std::string& token) {
  const auto file = data / kAddressFile;
  const auto arriving = file.string() + ".part";
  (void)::unlink(arriving.c_str());  // of a server that was killed here
  const int descriptor = ::open(arriving.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const bool written = descriptor >= 0 && write_all(descriptor, url + "\n" + token + "\n");
  if (descriptor >= 0) (void)::close(descriptor);  // a file that is lost in a crash is worth nothing anyway
  if (written && ::rename(arriving.c_str(), file.c_str()) == 0) return {};
  return refuse(ErrorCode::kInternalError, file.string() + " cannot be written.");
}

OperatorClient::OperatorClient(const ServerAddress& address, const std::string& token)
    : client_(address, {.token = token, .timeout_seconds = kPatienceSeconds}) {}

Outcome<Json> OperatorClient::call(Method method, const std::string& path, const std::string& body) {
  const auto reply = client_.send(method, path, method == Method::kGet ? "" : body);
  if (!reply) return tl::unexpected(reply.error());
  if (reply->status != 200) return server_said(reply->status, reply->body);
  auto json = parse_json(reply->body, {.bytes = reply->body.size()});
  if (!json) return refuse(ErrorCode::kTemporarilyUnavailable, "The server's answer is no JSON.");
  return std::move(*json);
}

Outcome<void> OperatorClient::save(const std::string& path, const std::filesystem::path& file) {
  auto out = OutputFile::create(file);
  if (!out) return tl::unexpected(out.error());
  Outcome<void> written;
  const auto status = client_.download(path, [&](std::string_view bytes) {
    written = out->write(bytes);
    return written.has_value();
  });
  if (!written) return written;
  if (!status) return tl::unexpected(status.error());
  if (*status != 200) return server_said(*status, "");
  return out->commit();
}

Outcome<DataHolder> find_holder(const std::filesystem::path& data, const std::string& token_file) {
  auto lock = DirectoryLock::take(data);
  if (lock) return DataHolder{std::move(*lock)};
  if (lock.error().code != ErrorCode::kResourceConflict) return tl::unexpected(lock.error());
  auto told = read_told(data);
  if (!told) return tl::unexpected(told.error());
  const auto address = parse_server_address(told->url);
  if (!address) return tl::unexpected(address.error());
  auto token = token_file.empty() ? Outcome<std::string>(told->token) : read_secret_file(token_file);
  if (!token) return tl::unexpected(token.error());
  DataHolder holder;
  holder.server.emplace(*address, *token);
  return holder;
}

std::string default_data() {
  const char* const data = std::getenv("SHOHIN_DATA");
  return data == nullptr ? "./data" : data;
}

}  // namespace shohin
