#include "case_middlewares.h"
#include "case_values.h"
#include "lamina/middlewares/warmup/warmup.h"

namespace lamina::parity {

void add_case_warmup(registry& all, const recorder_ptr&) {
  all.add("warmup", [](const json::object& options) -> middleware {
    const json::value* function = options.if_contains("isWarmingUp");
    if (function == nullptr) return warmup::from_json(options);
    return warmup(
        {.is_warming_up = [is = input_function(*function)](const json::value& event) { return is_truthy(is(event)); }});
  });
}

}  // namespace lamina::parity
