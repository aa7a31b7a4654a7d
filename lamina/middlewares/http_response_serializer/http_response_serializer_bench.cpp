#include "lamina/middlewares/http_response_serializer/http_response_serializer.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

void http_response_serializer_after(benchmark::State& state) {
  const json::value response = {{"statusCode", 200}, {"body", {{"id", 7}, {"name", "Ada"}}}};
  testing::test_request call(nullptr, std::nullopt, {{"preferredMediaTypes", {"text/html", "application/json"}}});
  const http_response_serializer subject({.serializers = {{"^application/json$", [](const json::object& given) {
                                                             return std::optional<json::value>(
                                                                 json::serialize(given.at("body")));
                                                           }}}});
  for (auto _ : state) {
    call.request.response = response;
    subject.after(call.request);
    benchmark::DoNotOptimize(call.request.response);
  }
}
BENCHMARK(http_response_serializer_after);

}  // namespace
}  // namespace lamina
