#include "lamina/runtime/invoke.h"

#include "lamina/base/detached.h"

namespace lamina::runtime {
namespace {

// engine::run never throws.
detached call_when_done(eventual<outcome> later, move_only_function<void(outcome)> done) {
  outcome came = co_await later;
  done(std::move(came));
}

}  // namespace

void when_done(eventual<outcome> later, move_only_function<void(outcome)> done) {
  if (later.is_ready()) return done(later.take());
  call_when_done(std::move(later), std::move(done));
}

outcome wait_for_answer(const engine& handler, json::value event, const std::shared_ptr<context>& context) {
  std::optional<outcome> answer;
  when_done(handler.run(std::move(event), context), [&answer](outcome came) { answer.emplace(std::move(came)); });
  if (!answer) context->loop().run_until([&answer] { return answer.has_value(); });
  return *std::move(answer);
}

}  // namespace lamina::runtime
