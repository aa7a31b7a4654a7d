#pragma once

#include <memory>

#include "lamina/base/log.h"
#include "lamina/gateway/function_url/url_api.h"
#include "lamina/gateway/listener/internal/awaiting.h"
#include "lamina/http/server.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway {

namespace internal {
struct url_loop;
struct url_call;
}  // namespace internal

// Serves the function URLs of a service on one event loop. Every exchange is answered, at the latest when the
// function's time limit is over. As Lambda does it: a function's failure is a 502 whose body is text, an answer that is
// no response is the body itself, preflights are answered here when the URL has CORS.
//
// On the loop's thread. All arguments must outlive it; it must outlive its requests: see under_way().
class url_service {
 public:
  static result<std::unique_ptr<url_service>> make(const url_api& api, const gateway_options& options,
                                                   net::event_loop& loop, logger& log);
  ~url_service();

  // Is the request for a function URL, by its Host? Then it has been taken.
  bool take(const http::request& request, http::exchange& reply);
  // What comes to the URL's own port.
  void handle(std::size_t function, const http::request& request, http::exchange reply);

  // How many requests are not done yet; some may have lost their client.
  std::size_t under_way() const noexcept;
  // Called each time a request is done.
  void on_done(move_only_function<void()> call);

 private:
  struct state;
  explicit url_service(std::unique_ptr<state> ready);
  static internal::detached serve(state& all, const url_function* target, http::request request, http::exchange reply);
  static void refuse(internal::url_loop& at, internal::url_call& now);

  std::unique_ptr<state> state_;
};

}  // namespace lamina::gateway
