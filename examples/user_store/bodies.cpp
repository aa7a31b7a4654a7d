#include "examples/user_store/bodies.h"

#include <algorithm>

namespace user_store {
namespace {

using namespace lamina;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string normalized(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  std::string out(text.substr(first, text.find_last_not_of(" \t") - first + 1));
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

// "application/json; charset=UTF-8" -> "application/json" and "utf-8".
struct media_type {
  std::string type;
  std::string charset;
};

media_type read_media_type(std::string_view text) {
  media_type read{normalized(text.substr(0, text.find(';'))), {}};
  while (text.find(';') != text.npos) {
    text.remove_prefix(text.find(';') + 1);
    const std::string_view parameter = text.substr(0, text.find(';'));
    const std::size_t equals = parameter.find('=');
    if (equals == parameter.npos || normalized(parameter.substr(0, equals)) != "charset") continue;
    read.charset = normalized(parameter.substr(equals + 1));
    std::erase(read.charset, '"');
  }
  return read;
}

}  // namespace

result<json::object> read_object(const http_event& event) {
  const auto type = event.find_header("content-type");
  const std::string body = event.body();
  if (body.empty()) return error(400, "a JSON object is needed as the body");
  const media_type media = read_media_type(type.value_or(""));
  if (media.type != "application/json") return error(415, "the body must be application/json");
  if (!media.charset.empty() && media.charset != "utf-8") return error(415, "the body's charset must be UTF-8");
  const std::string encoding = normalized(event.header("content-encoding"));
  if (!encoding.empty() && encoding != "identity") return error(415, "the body must not be compressed");
  if (body.size() > max_body_bytes) return error(413, "the body is larger than 102400 bytes");
  auto document = json::try_parse(body);
  if (!document) return error(400, "the body is not valid JSON");
  if (!document->is_object()) return error(400, "the body must be a JSON object");
  return std::move(document->as_object());
}

}  // namespace user_store
