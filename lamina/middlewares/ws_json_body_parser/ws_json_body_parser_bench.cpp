#include "lamina/middlewares/ws_json_body_parser/ws_json_body_parser.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void ws_json_body_parser_before(benchmark::State& state) {
  testing::test_request call({{"body", nullptr}});
  const ws_json_body_parser subject;
  for (auto _ : state) {
    call.request.event.at("body") = R"({"action":"send","room":"lobby","text":"hello"})";
    benchmark::DoNotOptimize(subject.before(call.request));
  }
}
BENCHMARK(ws_json_body_parser_before);

}  // namespace
}  // namespace lamina
