#include "lamina/gateway/integration/http_response.h"

#include <algorithm>
#include <array>

#include "lamina/gateway/integration/internal/response_head.h"
#include "lamina/gateway/integration/internal/result_reader.h"
#include "lamina/gateway/integration/proxy_response.h"

namespace lamina::gateway {
namespace {

using internal::append_header;

// What stands in `text` from one point to another.
std::string_view between(json_cursor from, json_cursor to, std::string_view text) noexcept {
  from.peek();  // moves over white space
  const std::string_view start = from.rest(), end = to.rest();
  return text.substr(text.size() - start.size(), start.size() - end.size());
}

// `json` is valid. Only white space between its parts goes: numbers and strings stay as they are written.
void append_compact(std::string& out, std::string_view json) {
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (!in_string && (c == ' ' || c == '\n' || c == '\r' || c == '\t')) continue;
    out += c;
    if (c == '"') in_string = !in_string;
    if (c == '\\') out += json[++i];
  }
}

class format_2_0_reader {
 public:
  format_2_0_reader(std::string_view payload, http_response_format format, std::string& storage)
      : payload_(payload), format_(format), storage_(storage), read_(payload, storage) {}

  result<http_response> read() {
    const bool is_object = read_.cursor.peek() == '{';
    const bool whole = is_object ? read_.cursor.read_object([this](const json_text& key) { return read_member(key); })
                                 : read_.cursor.skip_value();
    if (!whole || !read_.cursor.at_end()) return malformed("expected JSON");
    if (!has_status_) return inferred();
    if (!read_.why().empty()) return malformed(read_.why());
    return std::move(response_);
  }

 private:
  static error malformed(std::string_view why) {
    return error("malformed response of the function: " + std::string(why));
  }

  result<http_response> inferred() {
    http_response made;
    made.is_inferred = true;
    json_cursor value(payload_);
    json_text text;
    storage_.clear();
    if (value.read_string(text)) {
      made.body = read_.text_of(text);
    } else {
      append_compact(storage_, payload_);
      made.body = storage_;
    }
    return made;
  }

  // A member of the wrong kind matters only if there is a statusCode, which may come later.
  bool read_member(const json_text& name) {
    const json_cursor start = read_.cursor;
    if (read_known(read_.text_of(name))) return true;
    read_.cursor = start;
    return read_.cursor.skip_value();
  }

  // False: nothing of ours, or nothing of use.
  bool read_known(std::string_view key) {
    if (key == "statusCode") return read_status();
    if (key == "headers") return read_.read_headers(response_.headers);
    if (key == "cookies") return read_cookies();
    if (key == "isBase64Encoded") return read_.read_flag(key, response_.is_base64);
    return key == "body" && read_body();
  }

  bool read_status() {
    has_status_ = read_.cursor.peek() != 'n';
    return read_.read_status(response_.status = 200);
  }

  bool read_body() {
    response_.body = {};
    const char first = read_.cursor.peek();
    if (first == '"' || first == 'n' || format_ != http_response_format::function_url)
      return read_.read_text("body", response_.body);
    const json_cursor start = read_.cursor;
    if (!read_.cursor.skip_value()) return false;
    const std::size_t before = storage_.size();
    append_compact(storage_, between(start, read_.cursor, payload_));
    response_.body = std::string_view(storage_).substr(before);
    return true;
  }

  bool read_cookies() {
    response_.cookies.clear();
    if (read_.take_null()) return true;
    internal::header_lines lines;
    const bool read = read_.cursor.read_array([&] { return read_.add_header(lines, "set-cookie"); });
    for (const auto& [name, value] : lines) response_.cookies.push_back(value);
    return read || read_.fail("cookies: expected a list of strings");
  }

  const std::string_view payload_;
  const http_response_format format_;
  std::string& storage_;
  internal::result_reader read_;
  http_response response_;
  bool has_status_ = false;
};

bool is_the_servers(std::string_view name) noexcept {
  static constexpr std::array<std::string_view, 9> names = {"connection",        "content-length",   "date",
                                                            "keep-alive",        "proxy-connection", "trailer",
                                                            "transfer-encoding", "upgrade",          "apigw-requestid"};
  return std::ranges::any_of(names, [&](std::string_view known) { return http::equal_ignoring_case(known, name); });
}

bool is_cors(std::string_view name) noexcept {
  constexpr std::string_view prefix = "access-control-";
  return http::equal_ignoring_case(name.substr(0, prefix.size()), prefix);
}

void finish(std::string& out, int status, std::string_view body, const http_response_frame& frame) {
  internal::append_length(out, status, body.size());
  append_header(out, "Date", frame.date);
  append_header(out, frame.id_name, frame.id);
  out.append(frame.cors_lines).append(frame.more_lines);
  internal::end_response(out, status, body, frame.with_body, frame.keep_alive, frame.http_1_0);
}

}  // namespace

result<http_response> read_http_response(std::string_view payload, http_response_format format, std::string& storage) {
  if (format != http_response_format::http_api_1_0) return format_2_0_reader(payload, format, storage).read();
  auto read = read_proxy_response(payload, storage, reserved_headers::kept);
  if (!read) return read.error();
  http_response made;
  made.status = read->status;
  made.headers = std::move(read->headers);
  made.body = read->body;
  made.is_base64 = read->is_base64;
  return made;
}

void write_http_response(std::string& out, const http_response& response, std::string_view body,
                         const http_response_frame& frame) {
  internal::begin_response(out, response.status);
  bool typed = false;
  for (const auto& [name, value] : response.headers) {
    if (is_the_servers(name) || http::equal_ignoring_case(name, frame.id_name) || (frame.owns_cors && is_cors(name)))
      continue;
    typed = typed || http::equal_ignoring_case(name, "content-type");
    append_header(out, name, value);
  }
  if (!typed && response.is_inferred)
    append_header(out, "Content-Type", "application/json");
  else if (!typed && !body.empty() && !frame.default_type.empty())
    append_header(out, "Content-Type", frame.default_type);
  for (const std::string_view cookie : response.cookies) append_header(out, "Set-Cookie", cookie);
  finish(out, response.status, body, frame);
}

void write_http_message(std::string& out, int status, std::string_view body, const http_response_frame& frame) {
  internal::begin_response(out, status);
  if (!body.empty()) append_header(out, "Content-Type", "application/json");
  finish(out, status, body, frame);
}

}  // namespace lamina::gateway
