#include "lamina/net/folder_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>

#include "lamina/net/descriptor_watch.h"

namespace lamina::net {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;

}  // namespace

struct folder_watch::state : std::enable_shared_from_this<state> {
  state(event_loop& on, settings with_, move_only_function<void()> call)
      : loop(on), with(std::move(with_)), changed(std::move(call)) {}
  ~state() {
    readable.reset();
    if (fd >= 0) ::close(fd);
  }

  result<void> open(const fs::path& folder) {
    fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0) return error("folders cannot be watched: " + std::string(std::strerror(errno)));
    if (auto added = add(folder); !added) return added;
    readable.emplace(loop, fd);
    wait();
    return {};
  }

  // The folder and those in it. What vanishes meanwhile was seen vanishing by its parent's watch.
  result<void> add(const fs::path& folder) {
    const int watch = ::inotify_add_watch(fd, folder.c_str(), changes | IN_ONLYDIR);
    if (watch < 0) return error(folder.string() + " cannot be watched: " + std::strerror(errno));
    folders[watch] = folder;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
      std::error_code gone;
      const bool is_folder = at->is_directory(gone) && !at->is_symlink(gone);
      if (!is_folder || gone || with.left_out.contains(at->path().filename().string())) continue;
      if (auto added = add(at->path()); !added && at->exists(gone)) return added;
    }
    return {};
  }

  void wait() {
    readable->when_readable([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->read();
    });
  }

  void read() {
    alignas(inotify_event) std::array<char, 16'384> buffer;
    bool has_changed = false;
    for (;;) {
      const auto length = ::read(fd, buffer.data(), buffer.size());
      if (length <= 0) break;
      for (std::size_t at = 0; at < static_cast<std::size_t>(length);) {
        const auto* what = reinterpret_cast<const inotify_event*>(buffer.data() + at);
        has_changed = note(*what) || has_changed;
        at += sizeof(inotify_event) + what->len;
      }
    }
    if (has_changed) call_later();
    wait();
  }

  // Is it a change? New folders are watched as well; one that cannot be is as if it were left out.
  bool note(const inotify_event& what) {
    if ((what.mask & IN_IGNORED) != 0) {
      folders.erase(what.wd);
      return false;
    }
    if ((what.mask & IN_Q_OVERFLOW) != 0) return true;
    const std::string name = what.len > 0 ? what.name : "";
    if ((what.mask & IN_ISDIR) == 0) return !with.matters || with.matters(name);
    if (with.left_out.contains(name)) return false;
    const bool is_new = (what.mask & (IN_CREATE | IN_MOVED_TO)) != 0;
    if (const auto parent = folders.find(what.wd); is_new && parent != folders.end())
      static_cast<void>(add(parent->second / name));
    return true;
  }

  void call_later() {
    if (timer != 0) loop.cancel(timer);
    timer = loop.call_after(with.pause, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self) return;
      self->timer = 0;
      self->changed();
    });
  }

  event_loop& loop;
  const settings with;
  move_only_function<void()> changed;
  int fd = -1;
  std::optional<descriptor_watch> readable;
  std::map<int, fs::path> folders;  // by inotify's number
  scheduler::task_id timer = 0;
};

folder_watch::folder_watch(std::shared_ptr<state> ready) : state_(std::move(ready)) {}
folder_watch::~folder_watch() = default;

result<std::unique_ptr<folder_watch>> folder_watch::start(event_loop& loop, const fs::path& folder, settings with,
                                                          move_only_function<void()> changed) {
  auto ready = std::make_shared<state>(loop, std::move(with), std::move(changed));
  if (auto opened = ready->open(folder); !opened) return opened.error();
  return std::unique_ptr<folder_watch>(new folder_watch(std::move(ready)));
}

}  // namespace lamina::net
