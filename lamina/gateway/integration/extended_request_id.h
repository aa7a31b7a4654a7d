#pragma once

#include <string>

namespace lamina::gateway {

// Of a REST API's request, x-amz-apigw-id; of an HTTP API's the only id, apigw-requestid: random, 16 characters that
// end in "=", as every recorded one.
std::string make_extended_request_id();

}  // namespace lamina::gateway
