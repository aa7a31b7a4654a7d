#pragma once

#include "lamina/base/error.h"
#include "lamina/events/http_response.h"
#include "lamina/json/json.h"
#include "lamina/router/routed_request.h"

// Answers as the original's framework gives them.
namespace user_store {

lamina::http_response answer_json(const lamina::json::value& document, int status = 200);
// {"statusCode", "message"}. Of an error that is not meant for clients nothing is said but 500, "Unexpected Server
// Error".
lamina::http_response answer_error(const lamina::error& failure, const lamina::routed_request& request);
lamina::http_response answer_not_found(const lamina::routed_request& request);

// Adds what every answer has: X-Powered-By and a weak ETag, and turns a GET whose If-None-Match names that tag into a
// 304. A router's finisher.
void add_framework_headers(const lamina::routed_request& request, lamina::http_response& response);

// W/"<bytes in hex>-<27 characters of the base64 SHA-1>"
std::string etag_of(std::string_view body);

}  // namespace user_store
