// What the end of a request costs beside the request itself: nothing, the line of JSON, a format, counting.
#include "lamina/gateway/listener/access_log.h"

#include <benchmark/benchmark.h>

#include "lamina/gateway/listener/access_format.h"
#include "lamina/gateway/metrics/gateway_metrics.h"
#include "lamina/net/event_loop.h"

namespace lamina::gateway {
namespace {

void finish(benchmark::State& state, const gateway_options& options) {
  net::event_loop loop;
  logger log(log_level::off, [](std::string_view line) { benchmark::DoNotOptimize(line.data()); });
  const api_stage stage{.account_id = "000000000000", .region = "us-east-1", .api_id = "abc", .stage = "dev"};
  access_log access(api_family::rest, stage, options, loop, log);
  const http::header headers[] = {{"Host", "localhost:3000"}, {"User-Agent", "benchmark/1.0"}};
  http::request request;
  request.headers = headers;
  const steady_time started = loop.now();
  for (auto _ : state) {
    const auto asked = access.now();
    access.finish({.request_id = "5f0a1f6e-1a2b-4c3d-8e9f-0a1b2c3d4e5f",
                   .ip = "127.0.0.1",
                   .method = "GET",
                   .path = "/dev/pets/7",
                   .resource = "/pets/{id}",
                   .request = &request,
                   .status = 200,
                   .response_length = 17,
                   .latency = access.since(started),
                   .integration_latency = access.since(asked)});
  }
}

void nothing(benchmark::State& state) {
  gateway_options options;
  options.access_log = false;
  finish(state, options);
}
void metrics(benchmark::State& state) {
  gateway_options options;
  options.access_log = false;
  options.metrics = std::make_shared<gateway_metrics>();
  finish(state, options);
}
void line_of_json(benchmark::State& state) { finish(state, {}); }
void format(benchmark::State& state, std::string_view text) {
  gateway_options options;
  std::vector<std::string> notes;
  options.access_logs = *choose_access_logs({}, text, notes);
  finish(state, options);
}
BENCHMARK(nothing);
BENCHMARK(metrics);
BENCHMARK(line_of_json);
BENCHMARK_CAPTURE(format, common_log, "clf");
BENCHMARK_CAPTURE(format, json,
                  R"({"requestId":"$context.requestId","ip":"$context.identity.sourceIp",)"
                  R"("httpMethod":"$context.httpMethod","path":"$context.path","resourcePath":"$context.resourcePath",)"
                  R"("status":$context.status,"responseLength":$context.responseLength,)"
                  R"("responseLatency":$context.responseLatency})");

}  // namespace
}  // namespace lamina::gateway
