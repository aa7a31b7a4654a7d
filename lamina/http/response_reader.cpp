#include "lamina/http/response_reader.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <functional>
#include <optional>
#include <vector>

#include "lamina/base/keep_small.h"
#include "lamina/http/internal/input_buffer.h"

namespace lamina::http {
namespace {

namespace beast = boost::beast::http;
using boost::beast::error_code;
using beast_view = boost::beast::string_view;

struct field_parts {
  std::size_t name, name_size, value, value_size;
};

class message_parser final : public beast::basic_parser<false> {
 public:
  const char* base = nullptr;  // of the head
  const char* end = nullptr;
  std::vector<field_parts>* fields = nullptr;
  std::string* body = nullptr;
  std::size_t max_body_bytes = 0;
  int status = 0;
  bool in_trailers = false;

 private:
  void on_response_impl(int code, beast_view, int, error_code&) override { status = code; }
  void on_field_impl(beast::field, beast_view name, beast_view value, error_code& failure) override {
    if (in_trailers) return;
    // A folded value is put together elsewhere, so it has no place in the buffer; nobody sends those.
    const std::less<const char*> before;
    if (!value.empty() && (before(value.data(), base) || !before(value.data(), end))) {
      failure = beast::error::bad_value;
      return;
    }
    const std::size_t at = value.empty() ? 0 : static_cast<std::size_t>(value.data() - base);
    fields->push_back({static_cast<std::size_t>(name.data() - base), name.size(), at, value.size()});
  }
  void on_header_impl(error_code&) override { in_trailers = true; }
  std::size_t on_chunk_body_impl(std::uint64_t, beast_view bytes, error_code& failure) override {
    return on_body_impl(bytes, failure);
  }
  std::size_t on_body_impl(beast_view bytes, error_code& failure) override {
    if (bytes.size() > max_body_bytes - body->size())
      failure = beast::error::body_limit;
    else
      body->append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, beast_view, error_code&) override {}
  void on_request_impl(beast::verb, beast_view, beast_view, int, error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  void on_finish_impl(error_code&) override {}
};

}  // namespace

struct response_reader::impl {
  const std::size_t max_header_bytes;
  const std::size_t max_body_bytes;
  input_buffer input{};
  std::optional<message_parser> parser{};
  std::vector<field_parts> fields{};
  std::vector<header> headers{};
  std::string decoded{};  // a body that is not counted
  response_view message{};
  state at = state::waiting;
  std::size_t head_bytes = 0;
  std::size_t searched = 0;
  std::optional<std::size_t> length{};
  bool no_body = false;

  std::size_t whole() const { return head_bytes + length.value_or(0); }

  state read_head() {
    const std::string_view bytes = input.view();
    const std::size_t end = bytes.find("\r\n\r\n", searched);
    if (end == bytes.npos) {
      searched = bytes.size() < 3 ? 0 : bytes.size() - 3;
      if (bytes.size() >= max_header_bytes) return at = state::failed;
      return at = bytes.empty() ? state::waiting : state::partial;
    }
    head_bytes = end + 4;
    if (head_bytes > max_header_bytes || !parse_head()) return at = state::failed;
    if (parser->status < 200) {
      drop();
      return read_head();
    }
    return read_body();
  }

  bool parse_head() {
    parser.emplace();
    parser->header_limit(static_cast<std::uint32_t>(head_bytes));
    parser->body_limit(boost::none);
    parser->base = input.data();
    parser->end = input.data() + head_bytes;
    parser->fields = &fields;
    parser->body = &decoded;
    parser->max_body_bytes = max_body_bytes;
    parser->skip(no_body);
    fields.clear();
    decoded.clear();
    length.reset();
    error_code failure;
    parser->put({input.data(), head_bytes}, failure);
    if (failure || parser->status < 100) return false;
    parser->eager(true);
    if (parser->is_done()) {
      length = 0;
    } else if (const auto counted = parser->content_length()) {
      if (*counted > max_body_bytes) return false;
      length = static_cast<std::size_t>(*counted);
    }
    return true;
  }

  state read_body() {
    at = state::partial;
    if (length) return input.size() < whole() ? at : become_ready();
    const std::size_t raw = input.size() - head_bytes;
    // Nothing shorter can end a chunked body, and Beast asserts as much when the last chunk comes in two pieces.
    if (raw == 0 || (parser->chunked() && raw < 5)) return at;
    error_code failure;
    const std::size_t used = parser->put({input.data() + head_bytes, raw}, failure);
    input.erase(head_bytes, used);
    if (failure && failure != beast::error::need_more) return at = state::failed;
    if (parser->is_done()) return become_ready();
    return input.size() - head_bytes > max_header_bytes ? at = state::failed : at;
  }

  state become_ready() {
    const char* const base = input.data();
    headers.clear();
    for (const field_parts& one : fields)
      headers.push_back({{base + one.name, one.name_size}, {base + one.value, one.value_size}});
    message.status = parser->status;
    message.headers = headers;
    message.body = length ? std::string_view(base + head_bytes, *length) : std::string_view(decoded);
    return at = state::ready;
  }

  void drop() {
    input.drop(whole());
    head_bytes = searched = 0;
    length.reset();
    keep_small(decoded, input_buffer::kept_capacity);
    at = state::waiting;
  }
};

response_reader::response_reader(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : impl_(new impl{max_header_bytes, max_body_bytes}) {}
response_reader::~response_reader() = default;

void response_reader::expect_no_body(bool expected) noexcept { impl_->no_body = expected; }

std::span<char> response_reader::room() {
  impl_->input.rewind();
  const std::size_t missing = impl_->whole() > impl_->input.size() ? impl_->whole() - impl_->input.size() : 0;
  impl_->input.reserve(std::clamp(missing, std::size_t{4096}, std::size_t{1024 * 1024}));
  return impl_->input.room();
}

void response_reader::commit(std::size_t bytes) noexcept { impl_->input.commit(bytes); }

response_reader::state response_reader::advance() {
  if (impl_->at == state::ready || impl_->at == state::failed) return impl_->at;
  return impl_->head_bytes == 0 ? impl_->read_head() : impl_->read_body();
}

response_reader::state response_reader::end_of_input() {
  if (impl_->at != state::partial || impl_->head_bytes == 0 || !impl_->parser->need_eof())
    return impl_->at = state::failed;
  return impl_->become_ready();
}

const response_view& response_reader::message() const noexcept { return impl_->message; }
bool response_reader::keep_alive() const noexcept { return impl_->parser && impl_->parser->keep_alive(); }
void response_reader::consume() { impl_->drop(); }

void response_reader::reset() {
  impl_->drop();
  impl_->input = {};
}

}  // namespace lamina::http
