#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lamina/base/environment.h"
#include "lamina/engine/engine.h"
#include "lamina/net/event_loop.h"
#include "lamina/runtime/internal/function_settings.h"
#include "lamina/runtime_api/client.h"

namespace lamina::runtime {

// One thread's share of a function: next, invoke, respond, again. A synchronous engine works in one arena that is kept
// from invocation to invocation; one that may wait gets storage of its own each time, since a handler that was given up
// by the early timeout may still use it.
class invocation_loop {
 public:
  invocation_loop(const function_settings& settings, const engine& handler);

  // Until interrupt(), or an error: the Runtime API is gone.
  result<void> run();
  // Finishes the invocation under way. For signal handlers and other threads.
  void interrupt() noexcept { client_.interrupt(); }

 private:
  static constexpr std::size_t arena_bytes = 64 * 1024;

  result<void> serve(const runtime_api::invocation& work);
  outcome invoke(const runtime_api::invocation& work, json::storage_ptr storage);
  void fill(context& to, const runtime_api::invocation& work, const json::storage_ptr& storage) const;
  result<void> post(const runtime_api::invocation& work, const outcome& came);

  const engine& handler_;
  const json::object document_;
  runtime_api::client client_;
  net::event_loop loop_;
  std::unique_ptr<unsigned char[]> arena_;
  std::string out_;
  std::optional<environment_slot> trace_id_;  // of the process, if it is this loop's alone
};

}  // namespace lamina::runtime
