#include "lamina/middlewares/validator/validator.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

const validator& payments() {
  static const validator made({.event_schema = json::parse(R"({
      "type": "object", "required": ["body"], "properties": {"body": {
        "type": "object", "required": ["amount", "currency"], "properties": {
          "amount": {"type": "number"}, "currency": {"type": "string", "minLength": 3, "maxLength": 3},
          "card": {"type": "string", "pattern": "^[0-9]{16}$"}}}}})")});
  return made;
}

void validator_before(benchmark::State& state, json::value event) {
  testing::test_request call(std::move(event));
  for (auto _ : state) benchmark::DoNotOptimize(payments().before(call.request));
}
BENCHMARK_CAPTURE(validator_before, valid,
                  json::value({{"body", {{"amount", 5}, {"currency", "EUR"}, {"card", "4111111111111111"}}}}));
BENCHMARK_CAPTURE(validator_before, refused, json::value({{"body", {{"amount", "x"}, {"currency", "E"}}}}));

void validator_made(benchmark::State& state) {
  const json::value schema =
      json::parse(R"({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}})");
  for (auto _ : state) benchmark::DoNotOptimize(validator({.event_schema = schema}));
}
BENCHMARK(validator_made);

}  // namespace
}  // namespace lamina
