#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lamina/base/log.h"
#include "lamina/gateway/integration/response_writer.h"
#include "lamina/gateway/listener/access_log.h"
#include "lamina/gateway/listener/internal/awaiting.h"
#include "lamina/gateway/listener/time_texts.h"
#include "lamina/gateway/rest/rest_api.h"
#include "lamina/http/server.h"

namespace lamina::gateway {

// Serves a REST API on one event loop: from a request that has arrived to the bytes of its answer. Every exchange is
// answered, at the latest when the time limits of authorizer and function are over.
//
// On the loop's thread. `api`, `options`, `loop` and `log` must outlive it; it must outlive its requests: see
// under_way().
class rest_service {
 public:
  static result<std::unique_ptr<rest_service>> make(const rest_api& api, const gateway_options& options,
                                                    scheduler& loop, logger& log);

  void handle(const http::request& request, http::exchange reply);
  // The answer to what was refused before it was a request.
  http::response reject(int status);

  // How many requests are not done yet; some may have lost their client.
  std::size_t under_way() const noexcept { return under_way_; }
  // Called each time a request is done.
  void on_done(move_only_function<void()> call) { on_done_ = std::move(call); }

 private:
  struct call;  // one request on its way
  struct presence;

  rest_service(const rest_api& api, const gateway_options& options, scheduler& loop, logger& log);

  internal::detached serve(http::request request, http::exchange reply);
  const gateway_response* check_request(const call& now) const;
  const rest_route* find_route(call& now) const;
  bool has_cached_answer(call& now, token_authorizer& guard);
  auto ask(call& now, token_authorizer& guard);
  const gateway_response* refuse(call& now, token_authorizer::outcome outcome) const;
  function_pool::invocation build_event(const call& now);
  auto invoke(const call& now, function_pool::invocation work);
  void answer(call& now, const gateway_response& response, std::string_view why = {});
  void answer(call& now, const std::optional<function_pool::invocation_result>& result);
  void map_response(call& now, std::string_view payload);
  void finish(call& now, std::string bytes, int status, std::size_t body_size, std::string_view why);
  response_frame frame_of(const call& now);

  const rest_api& api_;
  const gateway_options& options_;
  scheduler& loop_;
  logger& log_;
  std::vector<std::unique_ptr<token_authorizer>> authorizers_;
  access_log access_;
  time_texts now_texts_;
  // Reused from request to request; never across a wait.
  field_list headers_, query_;
  std::string header_storage_, query_storage_, event_, unescaped_, decoded_;
  std::size_t under_way_ = 0;
  move_only_function<void()> on_done_;
};

}  // namespace lamina::gateway
