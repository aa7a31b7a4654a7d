#include "lamina/http/internal/http2_head.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

namespace lamina::http {
namespace {

constexpr std::size_t field_overhead = 32;  // RFC 9113, 6.5.2

// RFC 9113, 8.2.2: what concerns one connection of HTTP/1.
bool is_of_connection(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 6> names = {"connection",        "keep-alive", "proxy-connection",
                                                     "transfer-encoding", "upgrade",    "http2-settings"};
  return std::ranges::find(names, name) != names.end();
}

void to_lower(std::span<char> text) noexcept {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
}

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

nghttp2_nv field_of(std::string_view name, std::string_view value) {
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));  // nghttp2 copies
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

}  // namespace

http2_request_head::part http2_request_head::keep(std::string_view text) {
  const part kept{text_.size(), text.size()};
  text_ += text;
  return kept;
}

void http2_request_head::add(std::string_view name, std::string_view value) {
  bytes_ += name.size() + value.size() + field_overhead;
  is_too_large_ = is_too_large_ || bytes_ > max_bytes_;
  if (is_too_large_) return;
  if (name.starts_with(':')) return add_pseudo(name, keep(value));
  if (name == "cookie") {  // RFC 9113, 8.2.3
    if (!cookies_.empty()) cookies_ += "; ";
    cookies_ += value;
    return;
  }
  const part kept_name = keep(name);
  const part kept_value = keep(value);
  if (name == "host") {
    is_malformed_ = is_malformed_ || host_;
    host_ = kept_value;
  } else {
    fields_.emplace_back(kept_name, kept_value);
  }
}

void http2_request_head::add_http1(std::string_view name, std::string_view value) {
  std::string lower(name);
  to_lower(lower);
  if (!is_of_connection(lower) && lower != "expect") add(lower, value);
}

void http2_request_head::add_pseudo(std::string_view name, part value) {
  if (name == ":method")
    method_ = value;
  else if (name == ":path")
    path_ = value;
  else if (name == ":authority")
    authority_ = value;
}

int http2_request_head::finish(std::size_t max_body_bytes) {
  // Two readers might take different ones: RFC 9113, 8.3.1.
  if (authority_ && host_ && !equal_ignoring_case(view(*authority_), view(*host_))) is_malformed_ = true;
  if (!cookies_.empty()) fields_.emplace_back(keep("cookie"), keep(cookies_));
  const std::optional<part> host = authority_ ? authority_ : host_;
  headers_.reserve(fields_.size() + 1);
  if (host) headers_.push_back({"host", view(*host)});
  for (const auto& [name, value] : fields_) headers_.push_back({view(name), view(value)});
  message_.method = view(method_);
  message_.target = view(path_);
  message_.headers = headers_;
  if (is_too_large_) return 431;
  if (!host || host->size == 0 || !is_host(view(*host)) || message_.target.empty()) return 400;  // no target: CONNECT
  const std::string_view expected = message_.find("expect");
  expects_continue_ = equal_ignoring_case(expected, "100-continue");
  if (!expected.empty() && !expects_continue_) return 417;
  return check_length(message_.find("content-length"), max_body_bytes);
}

// nghttp2 has seen to it that it is a number, and holds the body to it.
int http2_request_head::check_length(std::string_view digits, std::size_t max_body_bytes) const {
  std::size_t length = 0;
  for (const char digit : digits) {
    length = length * 10 + static_cast<std::size_t>(digit - '0');
    if (length > max_body_bytes) return 413;
  }
  return 0;
}

http2_answer::http2_answer(std::string bytes, bool bodiless) : bytes_(std::move(bytes)) {
  const std::size_t end = bytes_.find("\r\n\r\n");
  head_size_ = end == bytes_.npos ? bytes_.size() : end + 4;
  at_ = bodiless ? bytes_.size() : head_size_;
}

std::vector<nghttp2_nv> http2_answer::fields() {
  std::vector<nghttp2_nv> found;
  const auto head = std::string_view(bytes_).substr(0, head_size_);
  const std::size_t space = head.find(' ');
  const bool has_status = space != head.npos && head.size() >= space + 4;
  found.push_back(field_of(":status", has_status ? head.substr(space + 1, 3) : std::string_view("500")));
  std::size_t start = head.find("\r\n");
  while (start != head.npos && start + 2 < head.size()) {
    start += 2;
    const std::size_t end = head.find("\r\n", start);
    const std::string_view line = head.substr(start, end == head.npos ? end : end - start);
    const std::size_t colon = line.find(':');
    if (colon != line.npos && is_token(line.substr(0, colon))) {
      to_lower(std::span(bytes_).subspan(start, colon));
      const std::string_view name = line.substr(0, colon);
      if (!is_of_connection(name)) found.push_back(field_of(name, trimmed(line.substr(colon + 1))));
    }
    start = end;
  }
  return found;
}

std::size_t http2_answer::take(char* room, std::size_t size) noexcept {
  const std::size_t count = std::min(size, bytes_.size() - at_);
  std::memcpy(room, bytes_.data() + at_, count);
  at_ += count;
  return count;
}

}  // namespace lamina::http
