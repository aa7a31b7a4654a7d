#pragma once

#include <signal.h>  // NOLINT: sigwait

#include <chrono>

namespace lamina::cli {

// SIGINT, SIGTERM and SIGHUP, waited for instead of handled: every thread that is started later inherits that. SIGHUP
// is a stop signal as well, so that a terminal that is closed costs no request; unless there is something to be read
// again, or the program was started to outlive its terminal (nohup). SIGPIPE and SIGXFSZ are ignored. One for the
// process.
class stop_signals {
 public:
  explicit stop_signals(bool with_reload);

  // Until a stop signal. Calls `meanwhile` every ten seconds, and `reload` when told to read again.
  template <class Work, class Reload>
  void wait(Work meanwhile, Reload reload) const {
    constexpr timespec period{.tv_sec = 10, .tv_nsec = 0};
    for (;;) {
      const int came = sigtimedwait(&set_, nullptr, &period);
      if (came == SIGHUP && with_reload_)
        reload();
      else if (came > 0)
        return;
      else
        meanwhile();
    }
  }
  // So long, or until the next stop signal.
  void wait_at_most(std::chrono::seconds time) const;
  // From now on a stop signal ends this program at once. SIGHUP does not: it may be about the certificate, or come from
  // the terminal after Ctrl-C.
  void stop_waiting() const;

 private:
  sigset_t set_{};
  bool with_reload_;
};

}  // namespace lamina::cli
