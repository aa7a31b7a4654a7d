#include "lamina/gateway/rest/rest_service.h"

#include "lamina/gateway/internal/await_function.h"
#include "lamina/gateway/listener/requests_under_way.h"
#include "lamina/gateway/rest/internal/rest_question.h"
#include "lamina/gateway/rest/internal/rest_steps.h"

namespace lamina::gateway {

struct rest_service::state {
  internal::rest_loop at;
  requests_under_way requests{};
};

rest_service::rest_service(std::unique_ptr<state> ready) : state_(std::move(ready)) {}
rest_service::~rest_service() = default;

result<std::unique_ptr<rest_service>> rest_service::make(const rest_api& api, const gateway_options& options,
                                                         net::event_loop& loop, logger& log) {
  auto ready = std::make_unique<state>(
      state{{api, options, loop, log, access_log(api_family::rest, api.stage, options, loop, log)}});
  auto authorizers = api.authorizers.make(loop, log);
  if (!authorizers) return authorizers.error();
  ready->at.authorizers = *std::move(authorizers);
  return std::unique_ptr<rest_service>(new rest_service(std::move(ready)));
}

std::size_t rest_service::under_way() const noexcept { return state_->requests.count(); }
void rest_service::on_done(move_only_function<void()> call) { state_->requests.on_done(std::move(call)); }

// The way of every request. Each step is a plain call (rest_steps.h); two of them wait: for the authorizer,
// and for who answers.
internal::detached rest_service::serve(state& all, http::request request, http::exchange reply) {
  const requests_under_way::presence here(all.requests);
  internal::rest_loop& at = all.at;
  internal::rest_call now = arrive(at, request, std::move(reply));
  if (const auto* refused = check_limits(at, now)) co_return answer(at, now, *refused);
  if (const auto* refused = find_route(at, now)) co_return answer(at, now, *refused);

  if (const auto* refused = check_throttle(at, now)) co_return answer(at, now, *refused);
  if (at.api.resources)
    if (const auto* refused = check_resource_policy(at, now)) co_return answer(at, now, *refused);
  if (now.route->authorizer) {
    if (const auto* refused = check_method_arn(at, now)) co_return answer(at, now, *refused);
    const internal::rest_question question(at, now);
    if (authorizer& guard = guard_of(at, now); !guard.decide(question, now.said))
      now.said =
          co_await internal::await_callback<authorization>([&](auto done) { guard.ask(question, std::move(done)); });
    if (const auto* refused = judge(at, now)) co_return answer(at, now, *refused);
  }

  if (const auto* refused = check_api_key(at, now)) co_return answer(at, now, *refused);
  if (at.api.minimum_compression_size)
    if (const auto* refused = decompress_body(at, now)) co_return answer(at, now, *refused);
  if (const auto* refused = check_validity(at, now)) co_return answer(at, now, *refused);

  switch (now.route->integration) {
    case integration_kind::preflight: co_return answer_preflight(at, now);
    case integration_kind::mock: co_return answer_mock(at, now);
    case integration_kind::http: {
      http::client_request wanted;
      if (const auto* refused = make_endpoint_request(at, now, wanted))
        co_return answer(at, now, *refused, now.failure);
      now.asked_at = at.access.now();
      co_await internal::await_callback<bool>(
          [&](auto done) { ask_endpoint(at, now, std::move(wanted), std::move(done)); });
      co_return;
    }
    case integration_kind::lambda: {
      function_pool::invocation event;
      if (const auto* refused = make_mapped_invocation(at, now, event))
        co_return answer(at, now, *refused, now.failure);
      if (is_too_large(event)) co_return answer(at, now, responses::event_too_large);
      now.asked_at = at.access.now();
      const auto result =
          co_await internal::await_function(*now.route->function, std::move(event), at.loop, now.route->time_limit);
      co_return answer_mapped_result(at, now, result);
    }
    case integration_kind::lambda_proxy: break;
  }
  function_pool::invocation event = make_invocation(at, now);
  if (is_too_large(event)) co_return answer(at, now, responses::event_too_large);
  now.asked_at = at.access.now();
  const auto result =
      co_await internal::await_function(*now.route->function, std::move(event), at.loop, now.route->time_limit);
  answer_result(at, now, result);
}

void rest_service::handle(const http::request& request, http::exchange reply) {
  serve(*state_, request, std::move(reply));
}

http::response rest_service::reject(int status, std::string_view client) {
  return reject_request(state_->at, status, client);
}

}  // namespace lamina::gateway
