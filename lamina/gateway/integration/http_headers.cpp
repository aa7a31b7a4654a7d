#include "lamina/gateway/integration/http_headers.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace lamina::gateway {
namespace {

constexpr std::string_view forwarded_for = "x-forwarded-for";

// Between two ends of one connection (RFC 9110 section 7.6.1), or set by the gateway whatever the client sent.
constexpr std::array<std::string_view, 13> left_out = {
    "connection",       "content-length",    "expect",  "keep-alive",      "proxy-connection", "te",
    "trailer",          "transfer-encoding", "upgrade", "x-amzn-trace-id", forwarded_for,      "x-forwarded-port",
    "x-forwarded-proto"};

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// `storage` has room for all names, so that views into it stay good.
std::string_view in_lower_case(std::string_view name, std::string& storage) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (std::ranges::none_of(name, is_upper)) return name;
  const std::size_t start = storage.size();
  storage.resize(start + name.size());
  std::ranges::transform(name, storage.begin() + static_cast<std::ptrdiff_t>(start), lower);
  return std::string_view(storage).substr(start);
}

std::string_view store_number(std::string& storage, std::size_t number) {
  const std::size_t start = storage.size();
  char digits[20];
  storage.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
  return std::string_view(storage).substr(start);
}

void read_cookies(std::string_view header, std::vector<std::string_view>& cookies) {
  constexpr std::string_view space = " \t";
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view one = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    one.remove_prefix(std::min(one.find_first_not_of(space), one.size()));
    one = one.substr(0, one.find_last_not_of(space) + 1);
    if (!one.empty()) cookies.push_back(one);
  }
}

}  // namespace

void read_http_headers(const http::request& request, const forwarding& from, cookie_choice choice, std::string& storage,
                       field_list& fields, std::vector<std::string_view>& cookies) {
  constexpr std::size_t room_for_numbers = 40;
  std::size_t room = from.client_address.size() + room_for_numbers;
  storage.clear();
  cookies.clear();
  for (const http::header& header : request.headers) {
    room += header.name.size();
    if (http::equal_ignoring_case(header.name, forwarded_for)) storage.append(header.value).append(", ");
  }
  storage.reserve(room + storage.size());
  storage.append(from.client_address);
  fields.add(forwarded_for, storage);
  fields.add("x-forwarded-port", store_number(storage, from.port));
  fields.add("x-forwarded-proto", from.protocol);
  fields.add("x-amzn-trace-id", from.trace_id);
  fields.add("content-length", store_number(storage, request.body.size()));
  for (const http::header& header : request.headers) {
    const auto is_name = [&](std::string_view name) { return http::equal_ignoring_case(name, header.name); };
    if (std::ranges::any_of(left_out, is_name)) continue;
    const bool is_cookie = choice != cookie_choice::left && is_name("cookie");
    if (is_cookie) read_cookies(header.value, cookies);
    if (!is_cookie || choice == cookie_choice::copied) fields.add(in_lower_case(header.name, storage), header.value);
  }
}

bool is_text_type(std::string_view content_type) noexcept {
  const std::string_view type = content_type.substr(0, content_type.find_first_of("; \t,"));
  const std::size_t slash = type.find('/');
  if (slash == std::string_view::npos) return false;
  if (http::equal_ignoring_case(type.substr(0, slash), "text")) return true;
  const std::string_view subtype = type.substr(slash + 1);
  const std::string_view suffix = subtype.substr(subtype.rfind('+') + 1);
  return http::equal_ignoring_case(suffix, "json") || http::equal_ignoring_case(suffix, "xml") ||
         http::equal_ignoring_case(subtype, "javascript") || http::equal_ignoring_case(subtype, "x-javascript");
}

}  // namespace lamina::gateway
