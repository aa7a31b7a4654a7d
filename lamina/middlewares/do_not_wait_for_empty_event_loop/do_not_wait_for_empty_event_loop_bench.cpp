#include "lamina/middlewares/do_not_wait_for_empty_event_loop/do_not_wait_for_empty_event_loop.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/manual_scheduler.h"

namespace lamina {
namespace {

void do_not_wait_for_empty_event_loop_before(benchmark::State& state) {
  testing::manual_scheduler loop;
  context context(loop);
  json::value event;
  request request{event, context};
  const do_not_wait_for_empty_event_loop subject;
  for (auto _ : state) subject.before(request);
}
BENCHMARK(do_not_wait_for_empty_event_loop_before);

}  // namespace
}  // namespace lamina
