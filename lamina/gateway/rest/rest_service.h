#pragma once

#include <memory>

#include "lamina/base/log.h"
#include "lamina/gateway/listener/internal/awaiting.h"
#include "lamina/gateway/rest/rest_api.h"
#include "lamina/http/server.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway {

// Serves a REST API on one event loop: from a request that has arrived to the bytes of its answer. Every exchange is
// answered, at the latest when the time limits of authorizer and function are over.
//
// On the loop's thread. `api`, `options`, `loop` and `log` must outlive it; it must outlive its requests: see
// under_way().
class rest_service {
 public:
  static result<std::unique_ptr<rest_service>> make(const rest_api& api, const gateway_options& options,
                                                    net::event_loop& loop, logger& log);
  ~rest_service();

  void handle(const http::request& request, http::exchange reply);
  // The answer to what was refused before it was a request.
  http::response reject(int status, std::string_view client);

  // How many requests are not done yet; some may have lost their client.
  std::size_t under_way() const noexcept;
  // Called each time a request is done.
  void on_done(move_only_function<void()> call);

 private:
  struct state;
  explicit rest_service(std::unique_ptr<state> ready);
  static internal::detached serve(state& all, http::request request, http::exchange reply);

  std::unique_ptr<state> state_;
};

}  // namespace lamina::gateway
