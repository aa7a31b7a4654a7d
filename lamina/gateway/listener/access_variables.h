#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "lamina/base/scheduler.h"
#include "lamina/gateway/api_stage.h"
#include "lamina/gateway/listener/access_record.h"
#include "lamina/gateway/listener/time_texts.h"

namespace lamina::gateway {

// What the variables of one line are read from.
struct access_source {
  const access_record& record;
  const api_stage& stage;
  system_time ended;     // when the request was answered
  time_texts& began;     // for the moment of its arrival
  std::string& storage;  // for values that are put together; overwritten by the next one
};

// The value of a variable for one request.
struct access_value {
  enum class kind : std::uint8_t { missing, text, number, quoted };  // quoted: text that brings quotes of its own
  kind is = kind::missing;
  std::string_view text{};  // good until the next value is read
  std::int64_t number = 0;
};

// A variable $context.<name>. A name that ends in ".*" stands for all that begin so: `rest` is what follows.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
struct access_variable {
  std::string_view name;
  access_value (*read)(const access_source& from, std::string_view rest);  // null: never known outside of AWS
};

// All that API Gateway has.
std::span<const access_variable> access_variables() noexcept;
// By the name in a format ("status", "authorizer.claims.sub"); null: there is no such variable. `rest` as above.
const access_variable* find_access_variable(std::string_view name, std::string_view& rest) noexcept;

}  // namespace lamina::gateway
