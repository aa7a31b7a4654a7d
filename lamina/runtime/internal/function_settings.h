#pragma once

#include <string>

#include "lamina/json/json.h"

namespace lamina::runtime {

// What Lambda tells a function by its environment.
struct function_settings {
  std::string runtime_api{};  // AWS_LAMBDA_RUNTIME_API; "": started by hand
  std::string handler{};      // _HANDLER
  std::string name{};
  std::string version{};
  std::string memory{};  // in MB; a string in Lambda's context, too
  std::string log_group{};
  std::string log_stream{};
  unsigned concurrency = 1;  // AWS_LAMBDA_MAX_CONCURRENCY
  bool pipelined = false;    // LAMINA_RUNTIME_PIPELINED=1: see runtime_api::client

  static function_settings from_environment();
  // The part of the context document that is the same for every invocation.
  json::object context_document() const;
};

}  // namespace lamina::runtime
