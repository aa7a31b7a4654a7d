#include "lamina/gateway/http_api/http_service.h"

#include "lamina/gateway/http_api/internal/http_question.h"
#include "lamina/gateway/http_api/internal/http_steps.h"
#include "lamina/gateway/internal/await_function.h"
#include "lamina/gateway/listener/requests_under_way.h"

namespace lamina::gateway {

struct http_service::state {
  internal::http_loop at;
  requests_under_way requests{};
};

http_service::http_service(std::unique_ptr<state> ready) : state_(std::move(ready)) {}
http_service::~http_service() = default;

result<std::unique_ptr<http_service>> http_service::make(const http_api& api, const gateway_options& options,
                                                         net::event_loop& loop, logger& log) {
  auto ready = std::make_unique<state>(
      state{{api, options, loop, log, access_log(api_family::http, api.stage, options, loop, log)}});
  auto authorizers = api.authorizers.make(loop, log);
  if (!authorizers) return authorizers.error();
  ready->at.authorizers = *std::move(authorizers);
  return std::unique_ptr<http_service>(new http_service(std::move(ready)));
}

std::size_t http_service::under_way() const noexcept { return state_->requests.count(); }
void http_service::on_done(move_only_function<void()> call) { state_->requests.on_done(std::move(call)); }

// The way of every request. Each step is a plain call (http_steps.h); two of them wait.
internal::detached http_service::serve(state& all, http::request request, http::exchange reply) {
  const requests_under_way::presence here(all.requests);
  internal::http_loop& at = all.at;
  internal::http_call now = arrive(at, request, std::move(reply));
  if (const auto* refused = check_limits(at, now)) co_return answer(at, now, *refused);
  if (const auto* refused = find_route(at, now)) co_return answer(at, now, *refused);

  if (const auto* refused = check_throttle(at, now)) co_return answer(at, now, *refused);

  if (now.route->authorizer) {
    const internal::http_question question(at, now);
    if (authorizer& guard = guard_of(at, now); !guard.decide(question, now.said))
      now.said =
          co_await internal::await_callback<authorization>([&](auto done) { guard.ask(question, std::move(done)); });
    if (const auto* refused = judge(now)) co_return answer(at, now, *refused);
  }

  function_pool::invocation event = make_invocation(at, now);
  if (is_too_large(event)) co_return answer(at, now, internal::http_refusals::request_too_large);
  now.asked_at = at.access.now();
  const auto result =
      co_await internal::await_function(*now.route->function, std::move(event), at.loop, now.route->time_limit);
  answer_result(at, now, result);
}

void http_service::handle(const http::request& request, http::exchange reply) {
  serve(*state_, request, std::move(reply));
}

http::response http_service::reject(int status, std::string_view client) {
  return reject_request(state_->at, status, client);
}

}  // namespace lamina::gateway
