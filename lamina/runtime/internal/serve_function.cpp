#include "lamina/runtime/internal/serve_function.h"

#include <signal.h>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

#include "lamina/runtime/error_document.h"
#include "lamina/runtime/internal/invocation_loop.h"
#include "lamina/runtime_api/client.h"

namespace lamina::runtime {
namespace {

using loops = std::vector<std::unique_ptr<invocation_loop>>;

// For the signal handler, which knows nothing else.
std::atomic<const loops*> running = nullptr;

void end_all(int) {
  if (const loops* all = running)
    for (const auto& one : *all) one->interrupt();
}

// SIGTERM ends the loops while this lives; not SA_RESTART, so that a waiting poll notices.
class termination {
 public:
  explicit termination(const loops& all) {
    running = &all;
    struct sigaction action {};
    action.sa_handler = end_all;
    ::sigaction(SIGTERM, &action, &before_);
  }
  ~termination() {
    ::sigaction(SIGTERM, &before_, nullptr);
    running = nullptr;
  }
  termination(const termination&) = delete;
  termination& operator=(const termination&) = delete;

 private:
  struct sigaction before_ {};
};

result<void> run_all(const loops& all) {
  std::vector<std::optional<error>> failures(all.size());
  const auto run_one = [&](std::size_t i) {
    if (auto ended = all[i]->run(); !ended) failures[i] = ended.error();
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < all.size(); ++i) others.emplace_back(run_one, i);
  run_one(0);
  for (std::thread& other : others) other.join();
  for (auto& failure : failures)
    if (failure) return *std::move(failure);
  return {};
}

}  // namespace

result<void> serve_function(const function_settings& settings, const std::vector<named_engine>& handlers) {
  const auto handler = find_handler(handlers, settings.handler);
  if (!handler) {
    error failure = handler.error();
    failure.name = "Runtime.HandlerNotFound";
    std::string document;
    append_error_document(document, failure);
    // Whether the Runtime API takes it or not, the program ends with this error.
    static_cast<void>(runtime_api::client(settings.runtime_api).init_error(document, failure.name));
    return failure;
  }
  loops all;
  for (unsigned i = 0; i < settings.concurrency; ++i)
    all.push_back(std::make_unique<invocation_loop>(settings, **handler));
  const termination on_sigterm(all);
  return run_all(all);
}

}  // namespace lamina::runtime
