#include "lamina/gateway/function_url/url_service.h"

#include "lamina/gateway/function_url/internal/url_call.h"
#include "lamina/gateway/internal/await_function.h"
#include "lamina/gateway/listener/requests_under_way.h"

namespace lamina::gateway {
namespace {

using internal::url_answer;

constexpr url_answer unknown_url = {403, "AccessDeniedException", R"({"Message":null})"};
constexpr url_answer too_large = {
    413, "RequestEntityTooLargeException",
    R"({"Message":"Request must be smaller than 6291456 bytes for the InvokeFunction operation"})"};
constexpr url_answer forbidden = {
    403, "AccessDeniedException",
    R"({"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: )"
    R"(https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"})"};

// Callers sign, and nothing else is asked of them: no Lambda authorizer will want an event.
class signed_request final : public guarded_request {
 public:
  using guarded_request::guarded_request;
  std::string_view context(std::string_view) const override { return {}; }
  std::string_view stage_variable(std::string_view) const override { return {}; }
  void write_event(std::string& out, const authorizer_event_form&) const override { out.clear(); }
};

}  // namespace

struct url_service::state {
  internal::url_loop at;
  requests_under_way requests{};
};

url_service::url_service(std::unique_ptr<state> ready) : state_(std::move(ready)) {}
url_service::~url_service() = default;

result<std::unique_ptr<url_service>> url_service::make(const url_api& api, const gateway_options& options,
                                                       net::event_loop& loop, logger& log) {
  auto ready = std::make_unique<state>(
      state{{api, loop, access_log(api_family::function_url, api.unknown, options, loop, log)}});
  auto guards = api.authorizers.make(loop, log);
  if (!guards) return guards.error();
  ready->at.authorizers = *std::move(guards);
  for (const url_function& one : api.functions)
    ready->at.access.emplace_back(api_family::function_url, one.stage, options, loop, log);
  return std::unique_ptr<url_service>(new url_service(std::move(ready)));
}

std::size_t url_service::under_way() const noexcept { return state_->requests.count(); }
void url_service::on_done(move_only_function<void()> call) { state_->requests.on_done(std::move(call)); }

// The way of every request. Each step is a plain call; two of them wait.
internal::detached url_service::serve(state& all, const url_function* target, http::request request,
                                      http::exchange reply) {
  const requests_under_way::presence here(all.requests);
  internal::url_loop& at = all.at;
  internal::url_call now = internal::arrive(at, target, request, std::move(reply));
  if (target == nullptr) co_return internal::answer(at, now, unknown_url);
  if (target->cors && http_cors::is_preflight(now.request)) co_return internal::answer_preflight(at, now);
  if (!target->closed.empty()) co_return internal::answer(at, now, forbidden, target->closed);

  if (target->authorizer) {
    signed_request asked(now.request);
    asked.arn = target->arn;
    asked.query = now.where.query;
    authorizer& guard = *at.authorizers[*target->authorizer];
    if (!guard.decide(asked, now.judged))
      now.judged =
          co_await internal::await_callback<authorization>([&](auto done) { guard.ask(asked, std::move(done)); });
    if (!now.judged.is_allowed()) co_return refuse(at, now);
  }

  function_pool::invocation work = internal::make_invocation(at, now);
  if (is_too_large(work)) co_return internal::answer(at, now, too_large);
  now.asked_at = internal::log_of(at, now).now();
  const auto result =
      co_await internal::await_function(*target->function, std::move(work), at.loop, target->time_limit);
  now.invoke_status = invoke_status_of(result);
  internal::answer_result(at, now, result);
}

// Whoever has not signed, or may not, gets the words of function URLs; a signature that is wrong gets those of Lambda's
// API, as observed behind CloudFront: "message" in lower case, InvalidSignatureException.
void url_service::refuse(internal::url_loop& at, internal::url_call& now) {
  if (now.judged.message.empty()) return internal::answer(at, now, forbidden);
  const std::string body = R"({"message":)" + json::serialize(json::value(now.judged.message)) + "}";
  internal::answer(at, now, {403, now.judged.error_type, body});
}

bool url_service::take(const http::request& request, http::exchange& reply) {
  const url_api& api = state_->at.api;
  const url_host host = find_url(api, request.find("Host"));
  if (!host.names_url && !api.takes_all) return false;
  const url_function* target = host.index ? &api.functions[*host.index] : nullptr;
  if (!host.names_url) target = &api.functions.front();
  serve(*state_, target, request, std::move(reply));
  return true;
}

void url_service::handle(std::size_t function, const http::request& request, http::exchange reply) {
  serve(*state_, &state_->at.api.functions[function], request, std::move(reply));
}

}  // namespace lamina::gateway
