#include <algorithm>

#include "lamina/gateway/integration/accept_encoding.h"
#include "lamina/gateway/rest/internal/rest_steps.h"

// provider.apiGateway.minimumCompressionSize.
namespace lamina::gateway::internal {

const gateway_response* decompress_body(const rest_loop& at, rest_call& now) {
  static const gateway_response bad_request = refusal(400), too_large = refusal(413);
  const std::string_view said = now.request.find("Content-Encoding");
  if (said.empty() || http::equal_ignoring_case(said, "identity") || now.request.body.empty()) return nullptr;
  const bool is_gzip = http::equal_ignoring_case(said, "gzip");
  if (!is_gzip && !http::equal_ignoring_case(said, "deflate")) return &responses::unsupported_media_type;
  auto plain = decompress(is_gzip ? content_coding::gzip : content_coding::deflate, now.request.body,
                          at.options.listen.max_body_bytes);
  if (!plain) return plain.error().status_code == 413 ? &too_large : &bad_request;
  now.plain_body = *std::move(plain);
  now.request.body = now.plain_body;
  // It is about the bytes that came.
  std::ranges::copy_if(now.request.headers, std::back_inserter(now.plain_headers), [](const http::header& one) {
    return !http::equal_ignoring_case(one.name, "Content-Encoding");
  });
  now.request.headers = now.plain_headers;
  return nullptr;
}

std::optional<std::string> compress_body(const rest_loop& at, const rest_call& now, proxy_response& response,
                                         std::string_view body) {
  if (body.size() < *at.api.minimum_compression_size || body.empty()) return std::nullopt;
  const auto is_encoded = [](const auto& line) { return http::equal_ignoring_case(line.first, "Content-Encoding"); };
  if (std::ranges::any_of(response.headers, is_encoded)) return std::nullopt;
  const auto coding = accepted_coding(now.request.find("Accept-Encoding"));
  if (!coding) return std::nullopt;
  auto small = compress(*coding, body);
  if (!small) return std::nullopt;
  response.headers.emplace_back("Content-Encoding", name_of(*coding));
  return *std::move(small);
}

}  // namespace lamina::gateway::internal
