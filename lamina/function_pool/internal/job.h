#pragma once

#include <utility>

#include "lamina/function_pool/function.h"

namespace lamina::function_pool {

// A request in the pool: what is to be done and who wants to know.
struct job {
  invocation work;
  scheduler* caller = nullptr;
  function::completion done;
  steady_time give_up{};  // when it has waited too long

  // Posted, so that nobody is called from inside the pool.
  void finish(invocation_result result) {
    caller->post([call = std::move(done), result = std::move(result)]() mutable { call(std::move(result)); });
  }
};

}  // namespace lamina::function_pool
