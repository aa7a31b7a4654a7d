#pragma once

#include <filesystem>

#include "lamina/base/result.h"
#include "lamina/config/serverless.h"

namespace lamina::config {

// What AWS would be asked for, from a file (YAML or JSON) with any of these keys:
//
//   ssm: {/orders/table: orders-local}        cf: {other-stack.QueueUrl: "http://..."}
//   s3: {bucket/key: text}                    params: {name: value}        accountId: "000000000000"
//
// Values already in `into` win. The error names file, line and key.
result<void> read_local_values(const std::filesystem::path& file, load_options& into);

}  // namespace lamina::config
