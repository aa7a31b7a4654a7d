#include "lamina/cli/stop_signals.h"

namespace lamina::cli {
namespace {

bool is_ignored(int number) {
  struct sigaction now {};
  return ::sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

}  // namespace

stop_signals::stop_signals(bool with_reload) : with_reload_(with_reload) {
  sigemptyset(&set_);
  // A signal that is blocked arrives here even if it is ignored.
  if (with_reload || !is_ignored(SIGHUP)) sigaddset(&set_, SIGHUP);
  sigaddset(&set_, SIGINT);
  sigaddset(&set_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of that file, as a full disk is
}

void stop_signals::wait_at_most(std::chrono::seconds time) const {
  sigset_t stopping = set_;
  sigdelset(&stopping, SIGHUP);
  const timespec period{.tv_sec = time.count(), .tv_nsec = 0};
  if (time.count() > 0) sigtimedwait(&stopping, nullptr, &period);
}

void stop_signals::stop_waiting() const {
  sigset_t ending{};
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  pthread_sigmask(SIG_UNBLOCK, &ending, nullptr);
}

}  // namespace lamina::cli
