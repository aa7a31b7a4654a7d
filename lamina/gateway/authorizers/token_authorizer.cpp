#include "lamina/gateway/authorizers/token_authorizer.h"

#include <utility>

#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/function_call.h"
#include "lamina/json/json.h"

namespace lamina::gateway {
namespace {

// The whole event of a TOKEN authorizer has these three members.
std::string event_for(const token_authorizer::question& about) {
  std::string event = R"({"type":"TOKEN","methodArn":)";
  quote_text_to(event, about.method_arn);
  event += R"(,"authorizationToken":)";
  quote_text_to(event, about.token);
  return event + "}";
}

// Only this very message means 401; any other failure is the authorizer's own fault.
bool says_unauthorized(std::string_view payload) {
  const auto failure = json::try_parse(payload);
  return failure && json::find_string(*failure, "errorMessage") == "Unauthorized";
}

}  // namespace

token_authorizer::token_authorizer(token_authorizer_options options, function_pool::function& function, scheduler& loop,
                                   logger& log)
    : options_(std::move(options)),
      function_(function),
      loop_(loop),
      log_(log),
      cache_(options_.lifetime, options_.max_cached) {}

result<std::unique_ptr<token_authorizer>> token_authorizer::make(token_authorizer_options options,
                                                                 function_pool::function& function, scheduler& loop,
                                                                 logger& log) {
  std::unique_ptr<token_authorizer> made(new token_authorizer(std::move(options), function, loop, log));
  if (!made->options_.validation_expression.empty()) {
    auto pattern = token_pattern::compile(made->options_.validation_expression);
    if (!pattern)
      return error("authorizer " + made->options_.name + ": identityValidationExpression: " + pattern.error().message);
    made->pattern_ = *std::move(pattern);
  }
  return made;
}

bool token_authorizer::accepts(std::string_view token) const noexcept {
  return !token.empty() && (!pattern_ || pattern_->matches(token));
}

std::shared_ptr<const authorizer_result> token_authorizer::find(std::string_view token) const {
  return cache_.find(token, loop_.now());
}

void token_authorizer::ask(const question& about, completion done) {
  const bool shared = options_.lifetime.count() > 0;
  if (shared) {
    const auto [waiting, first] = waiting_.try_emplace(std::string(about.token));
    waiting->second.push_back(std::move(done));
    if (!first) return;
  }
  function_pool::invocation work{event_for(about), std::string(about.request_id), std::string(about.trace_id), {}};
  call_function(function_, std::move(work), loop_, options_.time_limit,
                [this, shared, token = std::string(about.token), alone = std::move(done)](const auto& result) mutable {
                  const answer got = judge(result);
                  if (shared)
                    finish(token, got);
                  else
                    alone(got);
                });
}

token_authorizer::answer token_authorizer::judge(const std::optional<function_pool::invocation_result>& result) {
  using function_pool::outcome;
  const auto fail = [this](std::string_view why, std::string_view detail) -> answer {
    log_.error("authorizer failed",
               {{"authorizer", options_.name}, {"reason", why}, {"detail", detail.substr(0, 1000)}});
    return {};
  };
  if (!result) return fail("no answer in time", {});
  if (result->outcome == outcome::throttled) return {token_authorizer::outcome::throttled, nullptr};
  if (result->outcome == outcome::function_error && says_unauthorized(result->payload))
    return {token_authorizer::outcome::unauthorized, nullptr};
  if (result->outcome != outcome::success) return fail("the function failed", result->payload);
  auto read = read_authorizer_result(result->payload);
  if (!read) return fail("its answer is unusable", read.error().message);
  return {token_authorizer::outcome::answered, std::make_shared<const authorizer_result>(*std::move(read))};
}

void token_authorizer::finish(const std::string& token, const answer& got) {
  if (got.what == outcome::answered) cache_.insert(token, got.result, loop_.now());
  // Taken out first: what runs now may ask again.
  const auto waiting = waiting_.extract(token);
  for (completion& done : waiting.mapped()) done(got);
}

}  // namespace lamina::gateway
