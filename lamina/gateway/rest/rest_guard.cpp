#include "lamina/base/random.h"
#include "lamina/gateway/integration/request_headers.h"
#include "lamina/gateway/rest/internal/rest_steps.h"

namespace lamina::gateway::internal {
namespace {

constexpr std::size_t max_method_arn = 1600;

}  // namespace

token_authorizer& guard_of(const rest_loop& at, const rest_call& now) {
  return *at.authorizers[*now.route->authorizer];
}

bool needs_answer(rest_loop& at, rest_call& now, authorizer_outcome& outcome) {
  token_authorizer& guard = guard_of(at, now);
  now.token = last_header(now.request, guard.options().header);
  write_method_arn(now.method_arn, at.api.stage, now.method, now.target.path);
  now.granted = guard.find(now.token);
  now.authorizer_log = now.granted ? "hit" : "refused";
  outcome = now.granted ? authorizer_outcome::answered : authorizer_outcome::unauthorized;
  return !now.granted && guard.accepts(now.token);
}

void ask_guard(rest_loop& at, rest_call& now, move_only_function<void(authorizer_outcome)> done) {
  now.authorizer_log = "miss";
  const std::string id = random_uuid();  // an invocation of its own
  const token_authorizer::question about{now.token, now.method_arn, id, now.trace.full};
  guard_of(at, now).ask(about, [&at, &now, done = std::move(done)](const token_authorizer::answer& got) mutable {
    now.granted = got.result;
    now.authorizer_latency = std::chrono::duration_cast<std::chrono::milliseconds>(at.loop.now() - now.started);
    done(got.what);
  });
}

// The policy is asked anew for each request, cached or not.
const gateway_response* judge(const rest_loop&, const rest_call& now, authorizer_outcome outcome) {
  if (now.method_arn.size() > max_method_arn) return &responses::uri_too_long;
  if (const gateway_response* refused = refusal_of(outcome)) return refused;
  return refusal_of(now.granted->rules.decide(now.method_arn));
}

}  // namespace lamina::gateway::internal
