#include "lamina/function_pool/streamed_response.h"

#include "lamina/base/base64.h"
#include "lamina/json/json.h"

namespace lamina::function_pool {

std::optional<std::string> buffered_response(std::string_view bytes) {
  constexpr std::string_view separator("\0\0\0\0\0\0\0\0", 8);
  const std::size_t end = bytes.find(separator);
  if (end == std::string_view::npos) return std::nullopt;
  auto metadata = json::try_parse(bytes.substr(0, end));
  if (!metadata || !metadata->is_object()) return std::nullopt;

  const std::string_view body = bytes.substr(end + separator.size());
  std::string text;
  json::quote_to(text, body);
  const bool is_text = json::try_parse(text).has_value();
  if (!is_text) {
    text.assign(1, '"');
    base64_encode_to(text, body);
    text += '"';
  }
  metadata->get_object().erase("body");
  metadata->get_object()["isBase64Encoded"] = !is_text;
  std::string document = json::serialize(*metadata);
  document.pop_back();
  return document.append(R"(,"body":)").append(text).append("}");
}

}  // namespace lamina::function_pool
