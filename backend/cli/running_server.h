// How a command finds the server that holds a data directory, or that nobody does.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "error/error.h"
#include "http/client.h"
#include "store/directory_lock.h"
#include "text/json.h"

namespace shohin {

// A server leaves its address and a token in DATA/server-address (mode 0600), so that commands of whoever may
// read the directory talk to it instead of to its files. They mean something only while the directory is
// locked. An empty token is none. Fails with kInternalError.
Outcome<void> tell_address(const std::filesystem::path& data, const std::string& url,
                           const std::string& token);

// A server, as its operator talks to it.
class OperatorClient {
 public:
  OperatorClient(const ServerAddress& address, const std::string& token);

  // The JSON of the answer. Fails with what the server said: kInvalidParameterValue for a status below 500,
  // kTemporarilyUnavailable for one above and when no answer came.
  // A GET has no body.
  Outcome<Json> call(Method method, const std::string& path, const std::string& body = "{}");
  Outcome<void> save(const std::string& path, const std::filesystem::path& file);

 private:
  HttpClient client_;
};

// One of both.
struct DataHolder {
  std::optional<DirectoryLock> lock;       // nobody serves the directory, and nobody will while this lives
  std::optional<OperatorClient> server{};  // the one that does
};

// The token is that of the file, or without one what the server left. Fails with kInternalError when the
// directory is not there, kResourceConflict when another command works on it, kInvalidParameterValue for a
// token file that holds none.
Outcome<DataHolder> find_holder(const std::filesystem::path& data, const std::string& token_file);

// SHOHIN_DATA, or ./data.
std::string default_data();

}  // namespace shohin
