#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lamina::function_pool {

// Content-Type of a response that a function streams (awslambda.HttpResponseStream): metadata as JSON, eight NUL bytes,
// then the body.
inline constexpr std::string_view streamed_content_type = "application/vnd.awslambda.http-integration-response";

// Such a response as the document a function returns that does not stream: the metadata with "body" (base64 and
// "isBase64Encoded" unless it is UTF-8). Nothing when the bytes are of another form.
std::optional<std::string> buffered_response(std::string_view bytes);

}  // namespace lamina::function_pool
