#include "lamina/engine/engine.h"

#include <utility>

#include "lamina/base/detached.h"
#include "lamina/engine/internal/invocation.h"

namespace lamina {
namespace {

std::string hook_name(std::string_view name, std::string_view phase) {
  return std::string(name).append(":").append(phase);
}

detached wait_for(eventual<outcome> work, std::optional<outcome>& done) {
  outcome said = co_await work;
  done.emplace(std::move(said));
}

}  // namespace

engine::engine(plugin plugin) : plugin_(std::move(plugin)) {
  may_wait_ = plugin_.request_end.hook().later != nullptr;
  if (plugin_.before_prefetch) plugin_.before_prefetch();
}

void engine::attach_before(const hook& hook, std::string_view name) {
  may_wait_ = may_wait_ || hook.later != nullptr;
  before_.list.push_back(hook);
  before_.names.push_back(hook_name(name, "before"));
}

void engine::attach_reversed(hooks& hooks, const hook& hook, std::string_view name, std::string_view phase) {
  may_wait_ = may_wait_ || hook.later != nullptr;
  hooks.list.insert(hooks.list.begin(), hook);
  hooks.names.insert(hooks.names.begin(), hook_name(name, phase));
}

engine& engine::use(middleware one) & {
  if (!one.has_hooks())
    throw error(R"(Middleware must be an object containing at least one key among "before", "after", "onError")")
        .with_cause("@middy/core");
  if (one.before()) attach_before(one.before(), one.name());
  if (one.after()) attach_reversed(after_, one.after(), one.name(), "after");
  if (one.on_error()) attach_reversed(on_error_, one.on_error(), one.name(), "onError");
  if (one.prefetch()) prefetches_.push_back(one.prefetch());
  owners_.push_back(one.owner());
  return *this;
}

engine& engine::use(std::vector<middleware> several) & {
  engine extended = *this;
  for (middleware& one : several) extended.use(std::move(one));
  *this = std::move(extended);
  return *this;
}

engine& engine::before(hook_function function, std::string_view name) & {
  attach_before(function.hook(), name);
  owners_.push_back(function.owner());
  return *this;
}

engine& engine::after(hook_function function, std::string_view name) & {
  attach_reversed(after_, function.hook(), name, "after");
  owners_.push_back(function.owner());
  return *this;
}

engine& engine::on_error(hook_function function, std::string_view name) & {
  attach_reversed(on_error_, function.hook(), name, "onError");
  owners_.push_back(function.owner());
  return *this;
}

void engine::prefetch(scheduler& loop) const noexcept {
  for (const auto& prefetch : prefetches_) {
    try {
      prefetch(loop);
    } catch (...) {
      // Silent by contract: a request that needs the value fetches it and is told.
    }
  }
}

engine::operator handler_function() const {
  return {std::make_shared<const engine>(*this),
          [](const void* object, json::value& event, context& context, const std::shared_ptr<void>& lifetime) {
            return static_cast<const engine*>(object)->run_inside(event, context, lifetime);
          },
          may_wait()};
}

eventual<outcome> engine::run(json::value event, std::shared_ptr<context> context) const {
  if (may_wait())
    return internal::invocation::start(
        std::make_shared<internal::invocation>(*this, std::move(event), std::move(context)));
  internal::invocation call(*this, event, *context, nullptr);
  call.advance();
  return call.take();
}

eventual<outcome> engine::run_inside(json::value& event, context& context,
                                     const std::shared_ptr<void>& lifetime) const {
  if (may_wait())
    return internal::invocation::start(std::make_shared<internal::invocation>(*this, event, context, lifetime));
  internal::invocation call(*this, event, context, nullptr);
  call.advance();
  return call.take();
}

outcome engine::operator()(json::value event, context& context) const {
  if (!may_wait()) return run_inside(event, context, nullptr).take();
  auto call = std::make_shared<internal::invocation>(*this, event, context, nullptr);
  eventual<outcome> said = internal::invocation::start(call);
  if (said.is_ready()) return said.take();
  std::optional<outcome> done;
  wait_for(std::move(said), done);
  context.loop().run_until([&] { return done && call.use_count() == 1; });
  return *std::move(done);
}

}  // namespace lamina
