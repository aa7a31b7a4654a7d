#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "lamina/base/function.h"
#include "lamina/base/result.h"
#include "lamina/net/event_loop.h"

namespace lamina::net {

// Says that files of a folder, or of the folders in it, were written, made, moved or removed (inotify). Programs write
// many files in a row: `changed` is called once, when nothing more has happened for `pause`.
//
// On the loop's thread, which must run; destroyed there too.
class folder_watch {
 public:
  struct settings {
    std::chrono::milliseconds pause{200};
    std::set<std::string> left_out{};  // names of folders, wherever they are
    // Does a file of this name matter? Empty: all do. New and removed folders always do.
    std::function<bool(std::string_view name)> matters{};
  };

  // The error says which folder cannot be watched, and why: it is not there, or the system's limit of watches is met
  // (fs.inotify.max_user_watches).
  static result<std::unique_ptr<folder_watch>> start(event_loop& loop, const std::filesystem::path& folder,
                                                     settings with, move_only_function<void()> changed);
  ~folder_watch();

 private:
  struct state;
  explicit folder_watch(std::shared_ptr<state> ready);
  std::shared_ptr<state> state_;
};

}  // namespace lamina::net
