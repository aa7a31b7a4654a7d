#include "case_middlewares.h"

#include "lamina/middlewares/registry.h"
#include "trace_middleware.h"

namespace lamina::parity {

registry case_middlewares(const recorder_ptr& record) {
  registry all = standard_middlewares();
  all.add("trace", [record](const json::object& options) {
    return middleware(trace_middleware(options, record)).named(std::string(json::find_string(options, "id")));
  });
  add_case_warmup(all, record);
  add_case_loggers(all, record);
  add_case_metrics(all, record);
  add_case_http(all, record);
  add_case_serializers(all, record);
  add_case_ws_response(all, record);
  add_case_batch_parser(all, record);
  add_case_x402(all, record);
  return all;
}

}  // namespace lamina::parity
