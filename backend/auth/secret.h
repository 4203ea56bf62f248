// Random secrets, how they are compared, and the admin's.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "error/error.h"

namespace shohin {

// 256 bits of the kernel's generator as 64 hex digits.
std::string random_secret();

// SHA-256 of a secret: what is kept and compared, so that neither memory nor timing tells the secret.
std::string hash_secret(std::string_view secret);
bool same_hash(std::string_view a, std::string_view b);

// The first line of a file that holds a secret. Fails with kInvalidParameterValue when it cannot be read or
// has fewer than 16 characters.
Outcome<std::string> read_secret_file(const std::filesystem::path& file);

// The content of DIR/admin-secret, which is made (mode 0600) when it is not there. Fails with kInternalError
// when it cannot be made, and as read_secret_file.
Outcome<std::string> admin_secret(const std::filesystem::path& data_directory);

}  // namespace shohin
