#include "lamina/gateway/authorizers/token_authorizer.h"

#include <utility>

#include "lamina/gateway/integration/event_text.h"
#include "lamina/gateway/integration/function_call.h"

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
                  const answer got = judge_authorizer(result, options_.name, log_);
                  if (shared)
                    finish(token, got);
                  else
                    alone(got);
                });
}

void token_authorizer::finish(const std::string& token, const answer& got) {
  if (got.what == outcome::answered) cache_.insert(token, got.result, loop_.now());
  // Taken out first: what runs now may ask again.
  const auto waiting = waiting_.extract(token);
  for (completion& done : waiting.mapped()) done(got);
}

}  // namespace lamina::gateway
