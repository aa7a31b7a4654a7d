#pragma once

#include <string>

namespace lamina::gateway {

// Of a REST API's request, x-amz-apigw-id; of an HTTP API's the only id, apigw-requestid: random, 16 characters of
// base64 for URLs that end in "=", as every recorded one ("S-D5rG9QFiAFnVg=").
std::string make_extended_request_id();

}  // namespace lamina::gateway
