#include "lamina/middlewares/sqs_json_body_parser/sqs_json_body_parser.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void sqs_json_body_parser_before(benchmark::State& state) {
  json::array records;
  for (int i = 0; i < 10; ++i)
    records.push_back({{"eventSource", "aws:sqs"}, {"body", R"({"id":7,"name":"ada","tags":["a","b"]})"}});
  const json::value event = {{"Records", records}};
  testing::test_request call(nullptr);
  const sqs_json_body_parser subject;
  for (auto _ : state) {
    call.request.event = event;
    subject.before(call.request);
  }
}
BENCHMARK(sqs_json_body_parser_before);

}  // namespace
}  // namespace lamina
