#include "lamina/middlewares/event_batch_parser/event_batch_parser.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void event_batch_parser_before(benchmark::State& state) {
  json::array records;
  for (int i = 0; i < 10; ++i)
    records.push_back({{"eventSource", "aws:kinesis"}, {"kinesis", {{"data", "eyJpZCI6NywibmFtZSI6ImFkYSJ9"}}}});
  const json::value event = {{"Records", records}};
  testing::test_request call(nullptr);
  const event_batch_parser subject({.data = parse_json_payload()});
  for (auto _ : state) {
    call.request.event = event;
    benchmark::DoNotOptimize(subject.before(call.request));
  }
}
BENCHMARK(event_batch_parser_before);

}  // namespace
}  // namespace lamina
