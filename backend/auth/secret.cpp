#include "auth/secret.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "digest/sha256.h"

namespace shohin {
namespace {

constexpr std::size_t kShortest = 16;

Outcome<void> write_new(const std::filesystem::path& file, std::string_view text) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0 && errno == EEXIST) return {};  // another process was quicker
  const bool written = descriptor >= 0 &&
                       write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       fsync(descriptor) == 0;
  const std::string reason = std::strerror(errno);
  if (descriptor >= 0) close(descriptor);
  if (written) return {};
  return refuse(ErrorCode::kInternalError, "Cannot write " + file.string() + ": " + reason + ".");
}

}  // namespace

std::string random_secret() {
  std::array<std::uint8_t, 32> bytes{};
  // Up to 256 bytes come whole or not at all, and not at all only on kernels that cannot run us.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
  std::string text;
  for (const auto byte : bytes) {
    text += "0123456789abcdef"[byte >> 4U];
    text += "0123456789abcdef"[byte & 15U];
  }
  return text;
}

std::string hash_secret(std::string_view secret) { return sha256_hex(secret); }

bool same_hash(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

Outcome<std::string> read_secret_file(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line)) {
    return refuse(ErrorCode::kInvalidParameterValue, "Cannot read a secret from " + file.string() + ".");
  }
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
  if (line.size() < kShortest) {
    return refuse(ErrorCode::kInvalidParameterValue, "The secret in " + file.string() + " is shorter than " +
                                                         std::to_string(kShortest) + " characters.");
  }
  return line;
}

Outcome<std::string> admin_secret(const std::filesystem::path& data_directory) {
  const auto file = data_directory / "admin-secret";
  if (!std::filesystem::exists(file)) {
    if (auto made = write_new(file, random_secret() + "\n"); !made)
      return tl::unexpected<Error>(made.error());
  }
  return read_secret_file(file);
}

}  // namespace shohin
