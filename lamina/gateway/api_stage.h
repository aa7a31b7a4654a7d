#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lamina/config/service.h"
#include "lamina/gateway/gateway_options.h"

namespace lamina::gateway {

// What is the same in every event of one deployed API.
struct api_stage {
  std::string account_id{};  // 12 digits
  std::string region{};      // "us-east-1"
  std::string api_id{};      // lower-case letters and digits
  std::string deployment_id{};
  std::string stage{};
  std::map<std::string, std::string> variables{};  // of the stage
};

// Ids are made from the names of service and stage, the same at every start; options.api_id is that of the REST API.
api_stage rest_stage_of(const config::service& from, const gateway_options& options);
api_stage http_stage_of(const config::service& from, const gateway_options& options);
api_stage websocket_stage_of(const config::service& from, const gateway_options& options);

// An id that API Gateway might have given: letters and digits, the same for the same text.
std::string stable_id(std::string_view text, std::size_t size);
// requestContext.resourceId of a REST API's resource, such as "/pets/{id}".
std::string resource_id_of(const api_stage& stage, std::string_view resource);

// "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/dev/GET/pets/7" replaces `out`; of a WebSocket API, for
// ("$connect", ""): ".../dev/$connect".
void write_method_arn(std::string& out, const api_stage& stage, std::string_view method, std::string_view path);

}  // namespace lamina::gateway
