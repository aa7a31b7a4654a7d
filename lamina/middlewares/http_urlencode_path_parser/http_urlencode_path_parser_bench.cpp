#include "lamina/middlewares/http_urlencode_path_parser/http_urlencode_path_parser.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_urlencode_path_parser_before(benchmark::State& state, std::string_view value) {
  testing::test_request call({{"pathParameters", {{"id", value}}}});
  for (auto _ : state) {
    call.request.event.at("pathParameters").at("id") = value;
    benchmark::DoNotOptimize(http_urlencode_path_parser().before(call.request));
  }
}
BENCHMARK_CAPTURE(http_urlencode_path_parser_before, plain, "6f1b5a0e-7f5d-4d0e-b8a2-0c6f3d8f1e11");
BENCHMARK_CAPTURE(http_urlencode_path_parser_before, encoded, "M%C3%AEddy%20%26%20friends");

}  // namespace
}  // namespace lamina
