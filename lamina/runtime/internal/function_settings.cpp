#include "lamina/runtime/internal/function_settings.h"

#include <algorithm>
#include <charconv>

#include "lamina/base/environment.h"

namespace lamina::runtime {
namespace {

constexpr unsigned max_concurrency = 1024;

std::string variable(std::string_view name) { return environment_variable(name).value_or(""); }

}  // namespace

function_settings function_settings::from_environment() {
  function_settings found;
  found.runtime_api = variable("AWS_LAMBDA_RUNTIME_API");
  found.handler = variable("_HANDLER");
  found.name = variable("AWS_LAMBDA_FUNCTION_NAME");
  found.version = variable("AWS_LAMBDA_FUNCTION_VERSION");
  found.memory = variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
  found.log_group = variable("AWS_LAMBDA_LOG_GROUP_NAME");
  found.log_stream = variable("AWS_LAMBDA_LOG_STREAM_NAME");
  const std::string concurrency = variable("AWS_LAMBDA_MAX_CONCURRENCY");
  std::from_chars(concurrency.data(), concurrency.data() + concurrency.size(), found.concurrency);
  found.concurrency = std::clamp(found.concurrency, 1u, max_concurrency);
  found.pipelined = variable("LAMINA_RUNTIME_PIPELINED") == "1";
  return found;
}

json::object function_settings::context_document() const {
  return {{"functionName", name},
          {"functionVersion", version},
          {"memoryLimitInMB", memory},
          {"logGroupName", log_group},
          {"logStreamName", log_stream}};
}

}  // namespace lamina::runtime
