#include "lamina/json/schema/schema.h"

#include <benchmark/benchmark.h>

namespace lamina::json {
namespace {

value payment_schema() {
  return parse(R"({"type": "object", "required": ["amount", "currency"], "additionalProperties": false, "properties": {
      "amount": {"type": "number", "exclusiveMinimum": 0}, "currency": {"enum": ["EUR", "USD", "GBP"]},
      "card": {"type": "string", "pattern": "^[0-9]{16}$"}, "note": {"type": "string", "maxLength": 140},
      "items": {"type": "array", "maxItems": 10, "items": {"type": "object", "required": ["sku"],
        "properties": {"sku": {"type": "string"}, "count": {"type": "integer", "minimum": 1}}}}}})");
}

value payment() {
  return parse(R"({"amount": 9.99, "currency": "EUR", "card": "4111111111111111", "note": "thanks",
                   "items": [{"sku": "a-1", "count": 2}, {"sku": "b-2", "count": 1}]})");
}

const schema& compiled() {
  static const schema made = schema::compile(payment_schema()).value();
  return made;
}

void schema_accepts_a_payment(benchmark::State& state) {
  const value instance = payment();
  for (auto _ : state) benchmark::DoNotOptimize(compiled().accepts(instance));
}
BENCHMARK(schema_accepts_a_payment);

void schema_validates_a_payment(benchmark::State& state) {
  const value instance = payment();
  for (auto _ : state) benchmark::DoNotOptimize(compiled().validate(instance));
}
BENCHMARK(schema_validates_a_payment);

void schema_lists_three_errors(benchmark::State& state) {
  const value instance = parse(R"({"amount": 0, "card": "x", "items": [{}]})");
  for (auto _ : state) benchmark::DoNotOptimize(compiled().validate(instance));
}
BENCHMARK(schema_lists_three_errors);

void schema_is_compiled(benchmark::State& state) {
  const value document = payment_schema();
  for (auto _ : state) benchmark::DoNotOptimize(schema::compile(document));
}
BENCHMARK(schema_is_compiled);

}  // namespace
}  // namespace lamina::json
