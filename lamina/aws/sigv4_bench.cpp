#include "lamina/aws/sigv4.h"

#include <benchmark/benchmark.h>

namespace lamina::aws {
namespace {

// The management API's request as it is sent to one connection.
void sigv4_sign(benchmark::State& state) {
  const signer subject({"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}, "execute-api");
  const http::header headers[] = {{"Host", "abc.execute-api.eu-west-1.amazonaws.com"},
                                  {"Content-Type", "application/octet-stream"}};
  const std::string body(static_cast<std::size_t>(state.range(0)), 'x');
  const system_time now{std::chrono::seconds(1'800'000'000)};
  for (auto _ : state)
    benchmark::DoNotOptimize(
        subject.sign({"POST", "/dev/@connections/R0oXAdfD0kwCH6w%3D", headers, body}, "eu-west-1", now));
}
BENCHMARK(sigv4_sign)->Arg(100)->Arg(128 * 1024);

}  // namespace
}  // namespace lamina::aws
