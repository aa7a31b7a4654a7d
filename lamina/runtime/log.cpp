#include "lamina/runtime/log.h"

#include <vector>

#include "lamina/base/environment.h"

namespace lamina {

logger& function_log() {
  static logger shared = [] {
    const auto wanted = parse_log_level(environment_variable("AWS_LAMBDA_LOG_LEVEL").value_or("info"));
    return logger::to_stderr(wanted.value_or(log_level::info));
  }();
  return shared;
}

void log(const context& context, log_level level, std::string_view message, std::initializer_list<log_field> fields) {
  logger& out = function_log();
  if (!out.writes(level)) return;
  std::vector<log_field> all = {{"requestId", context.aws_request_id()}};
  all.insert(all.end(), fields.begin(), fields.end());
  out.write_fields(level, message, all);
}

}  // namespace lamina
