#include "examples/user_store/answers.h"

#include <openssl/sha.h>

#include <array>
#include <charconv>

#include "lamina/base/base64.h"

namespace user_store {
namespace {

using namespace lamina;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view without_weakness(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

// RFC 9110 section 13.1.2: a list of tags, compared weakly, or "*".
bool names_tag(std::string_view if_none_match, std::string_view tag) {
  if (trimmed(if_none_match) == "*") return true;
  while (!if_none_match.empty()) {
    const std::size_t comma = std::min(if_none_match.find(','), if_none_match.size());
    if (without_weakness(trimmed(if_none_match.substr(0, comma))) == without_weakness(tag)) return true;
    if_none_match.remove_prefix(std::min(comma + 1, if_none_match.size()));
  }
  return false;
}

}  // namespace

http_response answer_json(const json::value& document, int status) {
  return {.status_code = status,
          .headers = {{"Content-Type", "application/json; charset=utf-8"}},
          .body = json::serialize(document)};
}

http_response answer_error(const error& failure, const routed_request&) {
  if (!failure.is_exposed()) return answer_json({{"statusCode", 500}, {"message", "Unexpected Server Error"}}, 500);
  return answer_json({{"statusCode", failure.status_code}, {"message", failure.message}}, failure.status_code);
}

http_response answer_not_found(const routed_request&) {
  return answer_json({{"statusCode", 404}, {"message", "Not Found"}}, 404);
}

std::string etag_of(std::string_view body) {
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest.data());
  std::array<char, 16> length{};
  const auto end = std::to_chars(length.data(), length.data() + length.size(), body.size(), 16).ptr;
  return "W/\"" + std::string(length.data(), end) + "-" +
         base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()}).substr(0, 27) + "\"";
}

void add_framework_headers(const routed_request& request, http_response& response) {
  response.headers["X-Powered-By"] = "Express";
  const std::string tag = etag_of(response.body);
  response.headers["ETag"] = tag;
  const std::string_view method = request.event.method();
  const auto wanted = request.event.find_header("if-none-match");
  const bool is_read = method == "GET" || method == "HEAD";
  if (!is_read || !wanted || response.status_code != 200 || !names_tag(*wanted, tag)) return;
  if (request.event.header("cache-control").find("no-cache") != std::string_view::npos) return;
  response.status_code = 304;
  response.headers.erase("Content-Type");
  response.body.clear();
}

}  // namespace user_store
