// Whether a disk has room for what is to be written to it.
#pragma once

#include <cstdint>
#include <filesystem>

#include "error/error.h"

namespace shohin {

// Fails with kInsufficientStorage, saying how much is needed and free where `target` is or would be made.
// A disk that tells nothing is taken to have room.
Outcome<void> require_room(const std::filesystem::path& target, std::uint64_t bytes);

// Whether a file of `there` can have a second name below `target`, which need not be there yet.
bool is_same_file_system(const std::filesystem::path& there, const std::filesystem::path& target);

}  // namespace shohin
