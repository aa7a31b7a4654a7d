#include "lamina/gateway/rest/internal/rest_steps.h"
#include "lamina/gateway/rest/internal/rest_variables.h"

namespace lamina::gateway::internal {
namespace {

// An endpoint that is not there is taken for a mistake in the configuration, one that breaks off for a failure.
void answer_no_endpoint(rest_loop& at, rest_call& now, const error& why) {
  constexpr gateway_response network_error = {
      504, "InternalServerErrorException", R"({"message":"Network error communicating with endpoint"})",
      gateway_response_type::integration_failure, "Network error communicating with endpoint"};
  const auto is = [&](std::string_view name) { return why.name == name; };
  if (is(http::client_error::timed_out)) return answer(at, now, responses::timed_out, why.message);
  if (is(http::client_error::reset) || is(http::client_error::tls) || is(http::client_error::bad_response))
    return answer(at, now, network_error, why.message);
  answer(at, now, responses::internal_error, why.message);
}

void answer_endpoint(rest_loop& at, rest_call& now, const http::response_view& got) {
  const mapped_responses* mapped = now.route->endpoint->responses();
  if (mapped == nullptr) return answer(at, now, passed_through(got), got.body);
  now.invoked = true;
  const std::string status = std::to_string(got.status);
  answer_mapped(at, now, *mapped, now.route->endpoint->view(),
                {.selector = status, .headers = got.headers, .body = got.body, .accept = now.request.find("Accept")});
}

}  // namespace

const gateway_response* make_endpoint_request(rest_loop& at, rest_call& now, http::client_request& request) {
  const parameter_source::context_lookup context = context_of(at, now);
  const rest_request seen = describe_with_grant(at, now);
  auto made = now.route->endpoint->write_request(
      {seen, now.target.query, now.request.find("Content-Type"), now.trace.full, context}, now.overrides);
  if (!made) return refuse_mapped(now, made.error());
  request = *std::move(made);
  request.timeout = now.route->time_limit;
  return nullptr;
}

void ask_endpoint(rest_loop& at, rest_call& now, http::client_request request, move_only_function<void(bool)> done) {
  http::client::of(at.loop).send(std::move(request),
                                 [&at, &now, done = std::move(done)](const result<http::response_view>& got) mutable {
                                   if (got)
                                     answer_endpoint(at, now, *got);
                                   else
                                     answer_no_endpoint(at, now, got.error());
                                   done(got.has_value());
                                 });
}

}  // namespace lamina::gateway::internal
