#include "lamina/gateway/authorizers/lambda_authorizer.h"

#include <utility>

#include "lamina/base/random.h"
#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/function_call.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

using verdict = authorization::verdict;

// The whole event of a TOKEN authorizer has these three members.
std::string token_event(std::string_view arn, std::string_view token) {
  std::string event = R"({"type":"TOKEN","methodArn":)";
  quote_text_to(event, arn);
  append_member(event, R"(,"authorizationToken":)", token);
  return event + "}";
}

// Only this very message means 401; any other failure is the authorizer's own fault.
bool says_unauthorized(std::string_view payload) {
  const auto failure = json::try_parse(payload);
  return failure && json::find_string(*failure, "errorMessage") == "Unauthorized";
}

// What an answer says of one request. The grant lives in the answer: nothing is allocated.
void apply(const std::shared_ptr<const lambda_result>& answered, const guarded_request& request, const scheduler& loop,
           authorization& said) {
  said.granted = std::shared_ptr<const grant>(answered, &answered->granted());
  switch (answered->decide(request.arn, policy_facts(request.sent, loop))) {
    case policy::decision::allow: said.what = verdict::allowed; return;
    case policy::decision::deny: said.what = verdict::access_denied; return;
    case policy::decision::explicit_deny: said.what = verdict::access_denied_explicitly; return;
  }
}

}  // namespace

lambda_authorizer::lambda_authorizer(lambda_authorizer_options options, function_pool::function& function,
                                     scheduler& loop, logger& log)
    : options_(std::move(options)), function_(function), loop_(loop), log_(log), cache_(options_.max_cached) {}

result<std::unique_ptr<lambda_authorizer>> lambda_authorizer::make(lambda_authorizer_options options,
                                                                   function_pool::function& function, scheduler& loop,
                                                                   logger& log) {
  std::unique_ptr<lambda_authorizer> made(new lambda_authorizer(std::move(options), function, loop, log));
  if (!made->options_.validation_expression.empty()) {
    auto pattern = token_pattern::compile(made->options_.validation_expression);
    if (!pattern)
      return error("authorizer " + made->options_.name + ": identityValidationExpression: " + pattern.error().message);
    made->pattern_ = *std::move(pattern);
  }
  return made;
}

// By what the answer to the request at hand is kept. One value stands for itself; several are told apart by their
// lengths, whatever they contain.
std::string_view lambda_authorizer::key() {
  if (seen_.values.size() == 1) return seen_.values.front();
  key_storage_.clear();
  for (const std::string_view value : seen_.values) {
    append_number(key_storage_, static_cast<std::int64_t>(value.size()));
    key_storage_.append(":").append(value);
  }
  return key_storage_;
}

bool lambda_authorizer::accepts() const noexcept {
  if (!seen_.is_complete && options_.needs_sources) return false;
  return !pattern_ || pattern_->matches(seen_.values.front());
}

bool lambda_authorizer::decide(const guarded_request& request, authorization& said) {
  options_.sources.read(request, seen_);
  if (keeps() && seen_.is_complete) {
    if (const shared_result known = cache_.find(key(), loop_.now())) {
      said.log = "hit";
      apply(known, request, loop_, said);
      return true;
    }
  }
  if (accepts()) return false;
  said.what = verdict::unauthorized;
  return true;
}

function_pool::invocation lambda_authorizer::write_invocation(const guarded_request& request) const {
  function_pool::invocation work{{}, random_uuid(), std::string(request.trace_id), {}};
  if (options_.is_token)
    work.event = token_event(request.arn, seen_.values.front());
  else
    request.write_event(work.event, {options_.event_version, seen_.values});
  return work;
}

void lambda_authorizer::ask(const guarded_request& request, completion done) {
  options_.sources.read(request, seen_);
  waiting one{&request, std::move(done), loop_.now()};
  if (!keeps()) {
    call_function(function_, write_invocation(request), loop_, options_.time_limit,
                  [this, one = std::move(one)](const auto& invoked) mutable {
                    shared_result answered;
                    const verdict failure = judge(invoked, answered);
                    answer(one, failure, answered);
                  });
    return;
  }
  const auto [place, is_first] = waiting_.try_emplace(std::string(key()));
  place->second.push_back(std::move(one));
  if (!is_first) return;
  call_function(function_, write_invocation(request), loop_, options_.time_limit,
                [this, key = place->first](const auto& invoked) { finish(key, invoked); });
}

void lambda_authorizer::finish(const std::string& key, const std::optional<function_pool::invocation_result>& invoked) {
  shared_result answered;
  const verdict failure = judge(invoked, answered);
  const steady_time now = loop_.now();
  if (answered) cache_.insert(key, answered, now + options_.lifetime, now);
  // Taken out first: what runs now may ask again.
  auto waiting_here = waiting_.extract(key);
  for (waiting& one : waiting_here.mapped()) answer(one, failure, answered);
}

void lambda_authorizer::answer(waiting& one, verdict failure, const shared_result& answered) const {
  authorization said;
  said.what = failure;
  said.log = "miss";
  said.latency = std::chrono::duration_cast<std::chrono::milliseconds>(loop_.now() - one.since);
  if (answered) apply(answered, *one.request, loop_, said);
  one.done(std::move(said));
}

// Why there is no answer; or the answer, in `answered`.
verdict lambda_authorizer::judge(const std::optional<function_pool::invocation_result>& invoked,
                                 shared_result& answered) const {
  using function_pool::outcome;
  const auto fail = [&](std::string_view why, std::string_view detail) {
    log_.error("authorizer failed",
               {{"authorizer", options_.name}, {"reason", why}, {"detail", detail.substr(0, 1000)}});
    return verdict::authorizer_configuration;
  };
  if (!invoked) return fail("no answer in time", {});
  if (invoked->outcome == outcome::throttled) return verdict::throttled;
  if (invoked->outcome == outcome::function_error && says_unauthorized(invoked->payload)) return verdict::unauthorized;
  if (invoked->outcome != outcome::success) return fail("the function failed", invoked->payload);
  if (invoked->payload.size() > options_.max_result_bytes)
    return fail("its answer is too large", std::to_string(invoked->payload.size()) + " bytes");
  auto read = lambda_result::read(invoked->payload, options_.form);
  if (!read) return fail("its answer is unusable", read.error().message);
  answered = *std::move(read);
  return verdict::allowed;
}

}  // namespace lamina::gateway
