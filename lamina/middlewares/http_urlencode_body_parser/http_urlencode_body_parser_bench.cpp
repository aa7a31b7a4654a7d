#include "lamina/middlewares/http_urlencode_body_parser/http_urlencode_body_parser.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_urlencode_body_parser_before(benchmark::State& state) {
  testing::test_request call({{"body", ""}});
  const http_urlencode_body_parser subject({.disable_content_type_check = true});
  for (auto _ : state) {
    call.request.event.at("body") = "name=Ada+Lovelace&mail=ada%40example.com&tag=a&tag=b";
    benchmark::DoNotOptimize(subject.before(call.request));
  }
}
BENCHMARK(http_urlencode_body_parser_before);

}  // namespace
}  // namespace lamina
