#include "lamina/gateway/integration/proxy_response.h"

#include <array>

#include "lamina/gateway/integration/internal/result_reader.h"
#include "lamina/http/message.h"

namespace lamina::gateway {
namespace {

class proxy_response_reader {
 public:
  proxy_response_reader(std::string_view payload, std::string& storage, reserved_headers reserved, bool has_cookies)
      : read_(payload, storage), reserved_(reserved), has_cookies_(has_cookies) {}

  result<proxy_response> read() {
    const bool whole = read_.cursor.read_object([this](const json_text& key) { return read_member(key); });
    if (!whole || !read_.cursor.at_end()) read_.fail("expected a JSON object");
    if (!read_.why().empty()) return error("malformed Lambda proxy response: " + read_.why());
    merge_headers();
    return std::move(response_);
  }

 private:
  bool read_member(const json_text& name);
  bool read_multi_value_headers();
  bool read_cookies();
  void merge_headers();

  internal::result_reader read_;
  const reserved_headers reserved_;
  const bool has_cookies_;
  proxy_response response_;
  internal::header_lines single_, multi_, cookies_;
};

// The last of repeated keys counts.
bool proxy_response_reader::read_member(const json_text& name) {
  const std::string_view key = read_.text_of(name);
  if (key == "statusCode") return read_.read_status(response_.status = 200);
  if (key == "body") return read_.read_text("body", response_.body = {});
  if (key == "headers") return read_.read_headers(single_);
  if (key == "multiValueHeaders") return read_multi_value_headers();
  if (key == "isBase64Encoded") return read_.read_flag("isBase64Encoded", response_.is_base64);
  if (key == "cookies" && has_cookies_) return read_cookies();
  return read_.fail("unknown key \"" + std::string(key.substr(0, 100)) + "\"");
}

bool proxy_response_reader::read_multi_value_headers() {
  multi_.clear();
  if (read_.take_null()) return true;
  const auto list = [this](const json_text& key) {
    const std::string_view name = read_.text_of(key);
    return read_.cursor.read_array([&] { return read_.add_header(multi_, name); });
  };
  return read_.cursor.read_object(list) || read_.fail("multiValueHeaders: expected an object of lists of strings");
}

bool proxy_response_reader::read_cookies() {
  cookies_.clear();
  if (read_.take_null()) return true;
  return read_.cursor.read_array([&] { return read_.add_header(cookies_, "Set-Cookie"); }) ||
         read_.fail("cookies: expected a list of strings");
}

void proxy_response_reader::merge_headers() {
  const auto out = [this](const auto& line) {
    const std::string_view name = reserved_ == reserved_headers::kept ? line.first : remapped_name(line.first);
    if (!name.empty()) response_.headers.emplace_back(name, line.second);
  };
  response_.headers.reserve(multi_.size() + single_.size());
  for (const auto& line : multi_) out(line);
  for (auto line : single_) {
    bool there = false;
    for (const auto& [name, value] : multi_) {
      if (!http::equal_ignoring_case(name, line.first)) continue;
      line.first = name;
      there = there || value == line.second;
    }
    if (!there) out(line);
  }
  for (const auto& line : cookies_) out(line);
}

}  // namespace

result<proxy_response> read_proxy_response(std::string_view payload, std::string& storage, reserved_headers reserved) {
  return proxy_response_reader(payload, storage, reserved, false).read();
}

result<proxy_response> read_streamed_response(std::string_view payload, std::string& storage) {
  return proxy_response_reader(payload, storage, reserved_headers::remapped, true).read();
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
