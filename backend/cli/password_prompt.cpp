#include "cli/password_prompt.h"

#include <termios.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

namespace shohin {
namespace {

// Keeps what is typed from being shown while it lives.
class UnseenInput {
 public:
  UnseenInput() {
    changed_ = tcgetattr(STDIN_FILENO, &before_) == 0;
    termios unseen = before_;
    unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (changed_) (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
  }
  ~UnseenInput() {
    if (changed_) (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  UnseenInput(const UnseenInput&) = delete;
  UnseenInput& operator=(const UnseenInput&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

Outcome<std::string> read_line(std::istream& in, const std::string& from) {
  std::string line;
  if (!std::getline(in, line)) {
    return refuse(ErrorCode::kInvalidParameterValue, "Cannot read a password from " + from + ".");
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

Outcome<std::string> ask(const char* question) {
  std::cerr << question << std::flush;
  auto line = read_line(std::cin, "the terminal");
  std::cerr << "\n";
  return line;
}

Outcome<std::string> ask_twice() {
  const UnseenInput unseen;
  auto first = ask("Password: ");
  if (!first) return first;
  auto second = ask("The same again: ");
  if (!second) return second;
  if (*first == *second) return first;
  return refuse(ErrorCode::kInvalidParameterValue, "The two are not the same.");
}

}  // namespace

Outcome<std::string> read_password(const std::string& file) {
  if (file.empty() && isatty(STDIN_FILENO) == 1) return ask_twice();
  if (file.empty() || file == "-") return read_line(std::cin, "standard input");
  std::ifstream in(file);
  return read_line(in, file);
}

}  // namespace shohin
