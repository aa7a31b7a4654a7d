#include "lamina/gateway/integration/proxy_response.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "lamina/gateway/integration/json_cursor.h"
#include "lamina/http/message.h"

namespace lamina::gateway {
namespace {

constexpr std::size_t max_header_lines = 1000;  // each is compared with the others when the two maps are merged

struct header_line {
  std::string_view name, value;
};

bool is_token(std::string_view name) noexcept {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_header_value(std::string_view value) noexcept {
  return std::ranges::none_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

// Remembers the first thing that is wrong.
class proxy_response_reader {
 public:
  proxy_response_reader(std::string_view payload, std::string& storage) : cursor_(payload), storage_(storage) {
    storage_.clear();
    storage_.reserve(payload.size());  // unescaping never makes text longer: views stay good
  }

  result<proxy_response> read() {
    const bool whole = cursor_.read_object([this](const json_text& key) { return read_member(text_of(key)); });
    if (why_.empty() && (!whole || !cursor_.at_end())) why_ = "expected a JSON object";
    if (!why_.empty()) return error("malformed Lambda proxy response: " + why_);
    merge_headers();
    return std::move(response_);
  }

 private:
  bool read_member(std::string_view key);
  bool read_status();
  bool read_headers();
  bool read_multi_value_headers();
  bool read_body();
  bool read_base64_flag();
  bool add_header(std::vector<header_line>& lines, std::string_view name);
  void merge_headers();

  std::string_view text_of(const json_text& text) {
    if (!text.escaped) return text.raw;
    const std::size_t start = storage_.size();
    unescape_to(storage_, text.raw);
    return std::string_view(storage_).substr(start);
  }
  // Moves over null.
  bool take_null() {
    std::string_view word;
    return cursor_.peek() == 'n' && cursor_.read_scalar(word);
  }
  bool fail(std::string why) {
    if (why_.empty()) why_ = std::move(why);
    return false;
  }

  json_cursor cursor_;
  std::string& storage_;
  proxy_response response_;
  std::vector<header_line> single_, multi_;
  std::string why_;
};

bool proxy_response_reader::read_member(std::string_view key) {
  if (key == "statusCode") return read_status();
  if (key == "body") return read_body();
  if (key == "headers") return read_headers();
  if (key == "multiValueHeaders") return read_multi_value_headers();
  if (key == "isBase64Encoded") return read_base64_flag();
  return fail("unknown key \"" + std::string(key.substr(0, 100)) + "\"");
}

bool proxy_response_reader::read_status() {
  response_.status = 200;
  if (take_null()) return true;
  std::string_view digits;
  json_text text;
  const bool read = cursor_.peek() == '"' ? cursor_.read_string(text) : cursor_.read_scalar(digits);
  if (digits.empty()) digits = text_of(text);
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), response_.status);
  const bool number = read && failure == std::errc() && end == digits.data() + digits.size();
  if (!number || response_.status < 200 || response_.status > 599) return fail("statusCode: expected 200 to 599");
  return true;
}

bool proxy_response_reader::read_body() {
  response_.body = {};
  if (take_null()) return true;
  json_text text;
  if (!cursor_.read_string(text)) return fail("body: expected a string");
  response_.body = text_of(text);
  return true;
}

bool proxy_response_reader::read_base64_flag() {
  std::string_view word;
  if (!cursor_.read_scalar(word) || (word != "true" && word != "false" && word != "null"))
    return fail("isBase64Encoded: expected true or false");
  response_.is_base64 = word == "true";
  return true;
}

// One value: a string, true, false or a number; null adds nothing.
bool proxy_response_reader::add_header(std::vector<header_line>& lines, std::string_view name) {
  if (take_null()) return true;
  std::string_view value;
  json_text text;
  if (cursor_.peek() == '"' && cursor_.read_string(text))
    value = text_of(text);
  else if (!cursor_.read_scalar(value))
    return fail("headers: expected text for \"" + std::string(name.substr(0, 100)) + "\"");
  if (!is_token(name) || !is_header_value(value)) return fail("headers: a name or value that HTTP does not allow");
  if (lines.size() == max_header_lines) return fail("headers: more than 1000 lines");
  lines.push_back({name, value});
  return true;
}

bool proxy_response_reader::read_headers() {
  single_.clear();
  if (take_null()) return true;
  return cursor_.read_object([this](const json_text& key) { return add_header(single_, text_of(key)); }) ||
         fail("headers: expected an object of strings");
}

bool proxy_response_reader::read_multi_value_headers() {
  multi_.clear();
  if (take_null()) return true;
  const auto list = [this](const json_text& key) {
    const std::string_view name = text_of(key);
    return cursor_.read_array([&] { return add_header(multi_, name); });
  };
  return cursor_.read_object(list) || fail("multiValueHeaders: expected an object of lists of strings");
}

void proxy_response_reader::merge_headers() {
  const auto out = [this](const header_line& line) {
    const std::string_view name = remapped_name(line.name);
    if (!name.empty()) response_.headers.emplace_back(name, line.value);
  };
  response_.headers.reserve(multi_.size() + single_.size());
  for (const header_line& line : multi_) out(line);
  for (header_line line : single_) {
    bool there = false;
    for (const header_line& listed : multi_) {
      if (!http::equal_ignoring_case(listed.name, line.name)) continue;
      line.name = listed.name;
      there = there || listed.value == line.value;
    }
    if (!there) out(line);
  }
}

}  // namespace

result<proxy_response> read_proxy_response(std::string_view payload, std::string& storage) {
  return proxy_response_reader(payload, storage).read();
}

// The developer guide's remapping table and recordings of REST integrations; the exact list for proxy integrations is
// not published. The gateway's own three are here so that no function can pretend to be it.
std::string_view remapped_name(std::string_view name) noexcept {
  constexpr std::string_view prefix = "x-amzn-Remapped-";
  static constexpr std::array<std::string_view, 17> remapped = {"x-amzn-Remapped-Connection",
                                                                "x-amzn-Remapped-Content-Length",
                                                                "x-amzn-Remapped-Date",
                                                                "x-amzn-Remapped-Server",
                                                                "x-amzn-Remapped-Authorization",
                                                                "x-amzn-Remapped-Content-MD5",
                                                                "x-amzn-Remapped-Expect",
                                                                "x-amzn-Remapped-Host",
                                                                "x-amzn-Remapped-Max-Forwards",
                                                                "x-amzn-Remapped-Proxy-Authenticate",
                                                                "x-amzn-Remapped-Trailer",
                                                                "x-amzn-Remapped-Upgrade",
                                                                "x-amzn-Remapped-User-Agent",
                                                                "x-amzn-Remapped-WWW-Authenticate",
                                                                "x-amzn-Remapped-x-amzn-RequestId",
                                                                "x-amzn-Remapped-x-amz-apigw-id",
                                                                "x-amzn-Remapped-X-Amzn-Trace-Id"};
  if (http::equal_ignoring_case(name, "Transfer-Encoding")) return {};
  for (const std::string_view known : remapped)
    if (http::equal_ignoring_case(known.substr(prefix.size()), name)) return known;
  return name;
}

}  // namespace lamina::gateway
