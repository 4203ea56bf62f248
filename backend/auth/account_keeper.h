// Keeps once a minute when sessions and tokens were last used, so that no request waits for it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "auth/sessions.h"
#include "auth/tokens.h"

namespace shohin {

class AccountKeeper {
 public:
  // Both must outlive it.
  AccountKeeper(Sessions& sessions, Tokens& tokens);
  ~AccountKeeper();  // keeps once more
  AccountKeeper(const AccountKeeper&) = delete;
  AccountKeeper& operator=(const AccountKeeper&) = delete;

 private:
  void work();

  Sessions& sessions_;
  Tokens& tokens_;
  std::mutex mutex_;
  std::condition_variable ending_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace shohin
