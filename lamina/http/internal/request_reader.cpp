#include "lamina/http/internal/request_reader.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/field.hpp>
#include <optional>
#include <vector>

#include "lamina/base/keep_small.h"
#include "lamina/http/internal/input_buffer.h"

namespace lamina::http {
namespace {

namespace beast = boost::beast::http;
using boost::beast::error_code;
using beast_view = boost::beast::string_view;

// While a request is being answered, a read waits behind it for the client to go away or to send more.
constexpr std::size_t room_behind_ready = 512;

struct part {
  std::size_t at = 0;
  std::size_t size = 0;
};

struct field_parts {
  part name;
  part value;
};

// What Beast's parser tells about one request. Positions, not views: the buffer may move while the body comes.
class message_parser final : public beast::basic_parser<true> {
 public:
  const char* base = nullptr;  // of the bytes given to put()
  part method, target;
  unsigned version = 11;
  std::vector<field_parts>* fields = nullptr;
  std::string* body = nullptr;
  std::size_t max_body_bytes = 0;
  std::size_t extension_bytes_left = 0;  // of all chunks
  std::optional<std::uint64_t> length;
  bool chunked = false;
  bool expects_continue = false;
  int hosts = 0;
  part authority;   // of a target in absolute form
  int refusal = 0;  // status; 0: none
  bool in_trailers = false;

 private:
  part part_of(beast_view text) const {
    return {text.empty() ? 0 : static_cast<std::size_t>(text.data() - base), text.size()};
  }
  void refuse(int status, error_code& failure) {
    refusal = status;
    failure = beast::error::bad_value;
  }

  void on_request_impl(beast::verb, beast_view verb, beast_view path, int number, error_code& failure) override {
    method = part_of(verb);
    target = part_of(path);
    version = static_cast<unsigned>(number);
    if (path.front() != '/' && path != "*") on_other_target({verb.data(), verb.size()}, path, failure);
  }

  // RFC 9112, 3.2: the absolute form, or one that is not for us: no tunnels are made.
  void on_other_target(std::string_view verb, beast_view path, error_code& failure) {
    if (verb == "CONNECT") return refuse(501, failure);
    const std::string_view text(path.data(), path.size());
    const std::size_t start = text.find("://") + 3;
    const bool is_absolute =
        equal_ignoring_case(text.substr(0, start), "http://") || equal_ignoring_case(text.substr(0, start), "https://");
    if (!is_absolute) return refuse(400, failure);
    authority = part_of(path.substr(start, text.find_first_of("/?#", start) - start));
    if (authority.size == 0 || !is_host(text.substr(start, authority.size))) refuse(400, failure);
  }

  void on_field_impl(beast::field name, beast_view spelling, beast_view value, error_code& failure) override {
    if (in_trailers) return;  // RFC 9110, 6.5.1: nobody asked for them
    fields->push_back({part_of(spelling), part_of(value)});
    const std::string_view text(value.data(), value.size());
    switch (name) {
      case beast::field::content_length: return on_content_length(text, failure);
      case beast::field::transfer_encoding: return on_transfer_encoding(text, failure);
      case beast::field::expect:
        if (!equal_ignoring_case(text, "100-continue")) return refuse(417, failure);
        expects_continue = version == 11;
        return;
      case beast::field::host:
        if (++hosts > 1 || !is_host(text)) refuse(400, failure);
        return;
      default: return;
    }
  }

  // One length, of digits only. Beast takes "5, 5" and equal repetitions; nothing honest sends them.
  void on_content_length(std::string_view text, error_code& failure) {
    const bool digits = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (length || chunked || !digits) return refuse(400, failure);
    length = content_length_from(text);
    if (!length) refuse(413, failure);
  }

  std::optional<std::uint64_t> content_length_from(std::string_view digits) const {
    std::uint64_t sum = 0;
    for (const char c : digits) {
      sum = sum * 10 + static_cast<std::uint64_t>(c - '0');
      if (sum > max_body_bytes) return std::nullopt;
    }
    return sum;
  }

  // Beast overlooks every coding but a last "chunked". HTTP/1.0 has no codings: RFC 9112, 6.1.
  void on_transfer_encoding(std::string_view text, error_code& failure) {
    if (length || chunked || version == 10) return refuse(400, failure);
    if (equal_ignoring_case(text, "chunked")) {
      chunked = true;
      return;
    }
    const std::size_t comma = text.rfind(',');
    const std::size_t last = comma == text.npos ? 0 : text.find_first_not_of(" \t", comma + 1);
    const bool chunked_last = last != text.npos && equal_ignoring_case(text.substr(last), "chunked");
    refuse(chunked_last ? 501 : 400, failure);
  }

  void on_header_impl(error_code& failure) override {
    if (version == 11 && hosts == 0) return refuse(400, failure);
    in_trailers = true;
  }

  std::size_t on_chunk_body_impl(std::uint64_t, beast_view bytes, error_code& failure) override {
    body->append(bytes.data(), bytes.size());
    if (body->size() > max_body_bytes) refuse(413, failure);
    return bytes.size();
  }

  // Nobody asked for extensions. They count for nothing else, and would not end.
  void on_chunk_header_impl(std::uint64_t size, beast_view extensions, error_code& failure) override {
    if (extensions.size() > extension_bytes_left) return refuse(431, failure);
    extension_bytes_left -= extensions.size();
    if (size > max_body_bytes - std::min(max_body_bytes, body->size())) refuse(413, failure);
  }

  void on_response_impl(int, beast_view, int, error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(beast_view bytes, error_code&) override { return bytes.size(); }
  void on_finish_impl(error_code&) override {}
};

// The version as "HTTP/2.0" has it, where the parser only says that it is not 1.0 or 1.1.
bool asks_for_other_version(std::string_view head) {
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::size_t last = line.rfind(' ');
  if (last == line.npos || std::ranges::count(line, ' ') != 2) return false;
  const std::string_view version = line.substr(last + 1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return version.size() == 8 && version.starts_with("HTTP/") && digit(version[5]) && version[6] == '.' &&
         digit(version[7]);
}

}  // namespace

struct request_reader::impl {
  impl(std::size_t header_limit, std::size_t body_limit) : max_header_bytes(header_limit), max_body_bytes(body_limit) {}

  const std::size_t max_header_bytes;
  const std::size_t max_body_bytes;
  input_buffer input;
  std::optional<message_parser> parser;
  std::vector<field_parts> fields;
  std::vector<header> headers;
  std::string decoded;  // a chunked body
  http::request message;
  request_reader::state at = state::idle;
  int status = 0;
  std::size_t scanned = 0;     // of the head: lines before this are looked at
  std::size_t head_bytes = 0;  // with the empty line; once it is complete

  state fail(int with) {
    status = with;
    return at = state::failed;
  }

  // Finds the empty line. Until then nothing else is parsed, so that a head in a thousand pieces costs one parse.
  state read_head() {
    while (scanned == 0 && input.view().starts_with("\r\n")) input.drop(2);  // RFC 9112, 2.2
    if (input.size() == 0 || input.view() == "\r") return at = input.size() == 0 ? state::idle : state::head;
    at = state::head;
    const std::string_view bytes = input.view();
    // A client that speaks something else, TLS for one, waits for an answer before it goes on.
    if (scanned == 0 && bytes.front() != '\r' && !is_token(bytes.substr(0, 1))) return fail(400);
    for (;;) {
      const std::size_t end = bytes.find('\n', scanned);
      if (end >= max_header_bytes && bytes.size() >= max_header_bytes) return fail(431);
      if (end == bytes.npos) return at;
      if (end == scanned || bytes[end - 1] != '\r') return fail(400);
      const bool empty = end - scanned == 1;
      if (!empty && (bytes[scanned] == ' ' || bytes[scanned] == '\t')) return fail(400);
      scanned = end + 1;
      if (empty) return parse_head();
    }
  }

  state parse_head() {
    head_bytes = scanned;
    parser.emplace();
    parser->header_limit(static_cast<std::uint32_t>(head_bytes));
    parser->body_limit(boost::none);
    parser->base = input.data();
    parser->fields = &fields;
    parser->body = &decoded;
    parser->max_body_bytes = max_body_bytes;
    parser->extension_bytes_left = max_header_bytes;
    fields.clear();
    decoded.clear();
    error_code failure;
    parser->put({input.data(), head_bytes}, failure);
    if (failure) {
      if (parser->refusal != 0) return fail(parser->refusal);
      const bool other = failure == beast::error::bad_version && asks_for_other_version({input.data(), head_bytes});
      return fail(other ? 505 : 400);
    }
    if (parser->chunked) parser->eager(true);
    return read_body();
  }

  state read_body() {
    at = state::body;
    if (parser->chunked) return read_chunks();
    const std::size_t wanted = head_bytes + static_cast<std::size_t>(parser->length.value_or(0));
    return input.size() < wanted ? at : become_ready();
  }

  state read_chunks() {
    const std::size_t raw = input.size() - head_bytes;
    // Nothing shorter can end a body, and Beast asserts as much when it meets the last chunk in two pieces.
    if (raw < 5) return at;
    error_code failure;
    const std::size_t used = parser->put({input.data() + head_bytes, raw}, failure);
    input.erase(head_bytes, used);
    if (failure && failure != beast::error::need_more) return fail(parser->refusal != 0 ? parser->refusal : 400);
    if (parser->is_done()) return become_ready();
    // What is left is one unfinished line of sizes, or trailers. Beast would wait for a CRLF for ever.
    const std::string_view rest = input.view().substr(head_bytes);
    for (std::size_t end = rest.find('\n'); end != rest.npos; end = rest.find('\n', end + 1))
      if (end == 0 || rest[end - 1] != '\r') return fail(400);
    return rest.size() > max_header_bytes ? fail(431) : at;
  }

  // RFC 9112, 3.2.2: what the target says goes before what the header says.
  void put_host(std::string_view authority) {
    for (header& one : headers)
      if (equal_ignoring_case(one.name, "host")) return void(one.value = authority);
    headers.push_back({"Host", authority});
  }

  state become_ready() {
    input.reserve(room_behind_ready);
    const char* const base = input.data();
    const auto view = [base](part of) { return std::string_view(base + of.at, of.size); };
    headers.clear();
    for (const field_parts& one : fields) headers.push_back({view(one.name), view(one.value)});
    message = {.method = view(parser->method), .target = view(parser->target), .version = parser->version};
    if (parser->authority.size != 0) put_host(view(parser->authority));
    message.headers = headers;
    message.body =
        parser->chunked ? std::string_view(decoded) : std::string_view(base + head_bytes, parser->length.value_or(0));
    return at = state::ready;
  }
};

request_reader::request_reader(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : impl_(std::make_unique<impl>(max_header_bytes, max_body_bytes)) {}
request_reader::~request_reader() = default;

std::span<char> request_reader::room() {
  input_buffer& input = impl_->input;
  if (impl_->at == state::ready) return input.room();
  input.rewind();
  const std::size_t wanted =
      impl_->at == state::body && impl_->parser->length ? impl_->head_bytes + *impl_->parser->length : 0;
  // A long body is made room for as it comes, not as it is promised.
  const std::size_t missing = wanted > input.size() ? wanted - input.size() : 0;
  input.reserve(std::clamp(std::min(missing, input.size()), std::size_t{1024}, std::size_t{1024 * 1024}));
  return input.room();
}

void request_reader::commit(std::size_t bytes) noexcept { impl_->input.commit(bytes); }

request_reader::state request_reader::advance() {
  switch (impl_->at) {
    case state::idle:
    case state::head: return impl_->read_head();
    case state::body: return impl_->read_body();
    case state::ready:
    case state::failed: break;
  }
  return impl_->at;
}

request_reader::state request_reader::current() const noexcept { return impl_->at; }
int request_reader::failure_status() const noexcept { return impl_->status; }
const http::request& request_reader::message() const noexcept { return impl_->message; }
bool request_reader::keep_alive() const noexcept { return impl_->parser && impl_->parser->keep_alive(); }
bool request_reader::expects_continue() const noexcept { return impl_->parser && impl_->parser->expects_continue; }

void request_reader::consume() {
  const std::size_t body = impl_->parser->chunked ? 0 : static_cast<std::size_t>(impl_->parser->length.value_or(0));
  impl_->input.drop(impl_->head_bytes + body);
  impl_->scanned = impl_->head_bytes = 0;
  keep_small(impl_->decoded, input_buffer::kept_capacity);
  impl_->at = state::idle;
}

std::string_view request_reader::unread() const noexcept {
  std::string_view rest = impl_->input.view();
  if (impl_->at != state::ready) return rest;
  const std::size_t body = impl_->parser->chunked ? 0 : static_cast<std::size_t>(impl_->parser->length.value_or(0));
  return rest.substr(impl_->head_bytes + body);
}

}  // namespace lamina::http
