#include "lamina/engine/engine.h"

#include <benchmark/benchmark.h>

#include <array>

#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

struct empty_middleware {
  void before(request&) const {}
  void after(request&) const {}
  void on_error(request&) const {}
};

struct refusing {
  step before(request&) const { return fail(415); }
};
struct throwing {
  void before(request&) const { throw error(415); }
};
struct answering {
  void on_error(request& request) const { request.response = nullptr; }
};

json::value answer(const json::value&, context&) { return true; }
task<json::value> answer_later(const json::value&, context&) { co_return true; }

void run(benchmark::State& state, const engine& chain) {
  testing::manual_scheduler loop;
  std::array<unsigned char, 4096> memory;
  json::monotonic_resource arena(memory.data(), memory.size());
  context context(loop, json::object(&arena));
  for (auto _ : state) {
    outcome said = chain(json::value(json::object(&arena)), context);
    benchmark::DoNotOptimize(said);
  }
}

engine with_middlewares(engine chain, int count) {
  for (int i = 0; i < count; ++i) chain.use(empty_middleware());
  return chain;
}

void synchronous(benchmark::State& state) { run(state, with_middlewares(answer, static_cast<int>(state.range(0)))); }
BENCHMARK(synchronous)->Arg(0)->Arg(10);

void coroutine_handler(benchmark::State& state) {
  run(state, with_middlewares(answer_later, static_cast<int>(state.range(0))));
}
BENCHMARK(coroutine_handler)->Arg(0)->Arg(10);

void refused_by_return(benchmark::State& state) { run(state, engine(answer).use(answering()).use(refusing())); }
BENCHMARK(refused_by_return);

void refused_by_throw(benchmark::State& state) { run(state, engine(answer).use(answering()).use(throwing())); }
BENCHMARK(refused_by_throw);

}  // namespace
}  // namespace lamina
