#include "lamina/middlewares/http_multipart_body_parser/multipart_reader.h"

#include <algorithm>

#include "lamina/base/utf8.h"

namespace lamina {
namespace {

constexpr std::string_view line_end = "\r\n";

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

error malformed(const char* what) { return error(422, what); }

}  // namespace

multipart_reader::multipart_reader(std::string_view boundary, part_receiver& receiver, limits limits)
    : delimiter_("\r\n--" + std::string(boundary)), receiver_(receiver), limits_(limits) {}

result<void> multipart_reader::take(std::string_view bytes) {
  const bool is_held = !held_.empty();
  if (is_held) held_.append(bytes);
  std::string_view rest = is_held ? std::string_view(held_) : bytes;
  for (;;) {
    const result<bool> went_on = advance(rest);
    if (!went_on) return went_on.error();
    if (!*went_on) break;
  }
  if (is_held)
    held_.erase(0, held_.size() - rest.size());
  else
    held_.assign(rest);
  return {};
}

result<void> multipart_reader::finish() const {
  if (state_ == state::epilogue) return {};
  if (state_ == state::start || state_ == state::preamble) return malformed("the form has no boundary");
  return malformed("the form ends before its closing boundary");
}

result<bool> multipart_reader::advance(std::string_view& rest) {
  switch (state_) {
    case state::start: return read_start(rest);
    case state::preamble: return skip_preamble(rest);
    case state::after_delimiter: return read_after_delimiter(rest);
    case state::padding: return skip_padding(rest);
    case state::header: return read_header_line(rest);
    case state::body: return read_body(rest);
    case state::epilogue: rest = {};
  }
  return false;
}

// The first boundary needs no line end before it.
bool multipart_reader::read_start(std::string_view& rest) {
  const std::string_view first = std::string_view(delimiter_).substr(line_end.size());
  if (rest.size() < first.size() && first.starts_with(rest)) return false;
  state_ = state::preamble;
  if (rest.starts_with(first)) {
    rest.remove_prefix(first.size());
    state_ = state::after_delimiter;
  }
  return true;
}

bool multipart_reader::skip_preamble(std::string_view& rest) {
  rest.remove_prefix(before_delimiter(rest));
  if (!rest.starts_with(delimiter_)) return false;
  rest.remove_prefix(delimiter_.size());
  state_ = state::after_delimiter;
  return true;
}

bool multipart_reader::read_after_delimiter(std::string_view& rest) {
  if (rest.empty() || rest == "-") return false;
  state_ = rest.starts_with("--") ? state::epilogue : state::padding;
  return true;
}

result<bool> multipart_reader::skip_padding(std::string_view& rest) {
  while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
  if (rest.size() < line_end.size() && line_end.starts_with(rest)) return false;
  if (!rest.starts_with(line_end)) return malformed("a boundary is followed by something else than a line end");
  rest.remove_prefix(line_end.size());
  state_ = state::header;
  headers_ = {};
  last_header_ = nullptr;
  header_bytes_ = header_pairs_ = 0;
  return true;
}

result<bool> multipart_reader::read_header_line(std::string_view& rest) {
  const std::size_t end = rest.find(line_end);
  const std::size_t begun = rest.size() - (rest.ends_with('\r') ? 1 : 0);  // of a line whose end is not there yet
  const std::size_t seen = header_bytes_ + std::min(end, begun);
  if (seen > limits_.header_size) return malformed("the header of a part is too long");
  if (end == rest.npos) return false;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + line_end.size());
  header_bytes_ = seen + line_end.size();
  if (!line.empty()) {
    if (auto read = read_header(line); !read) return read.error();
    return true;
  }
  state_ = state::body;
  if (auto accepted = receiver_.begin(headers_); !accepted) return accepted.error();
  return true;
}

result<void> multipart_reader::read_header(std::string_view line) {
  if (line.find_first_of("\r\n") != line.npos) return malformed("a header of a part holds a bare CR or LF");
  if (is_blank(line.front())) {
    if (last_header_ != nullptr) last_header_->value().append(line);
    if (header_pairs_ == 0) return malformed("the header of a part begins with a blank");
    return {};
  }
  const std::size_t colon = line.find(':');
  if (colon == line.npos || colon == 0) return malformed("a header of a part has no name");
  last_header_ = nullptr;
  if (++header_pairs_ > limits_.header_pairs) return {};
  const std::string name = lower_case(line.substr(0, colon));
  std::optional<std::string>* header = nullptr;
  if (name == "content-disposition") header = &headers_.disposition;
  if (name == "content-type") header = &headers_.content_type;
  if (name == "content-transfer-encoding") header = &headers_.transfer_encoding;
  if (header == nullptr || header->has_value()) return {};
  line.remove_prefix(colon + 1);
  if (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  header->emplace(line);
  last_header_ = header;
  return {};
}

result<bool> multipart_reader::read_body(std::string_view& rest) {
  const std::size_t certain = before_delimiter(rest);
  if (certain > 0) receiver_.data(rest.substr(0, certain));
  rest.remove_prefix(certain);
  if (!rest.starts_with(delimiter_)) return false;
  rest.remove_prefix(delimiter_.size());
  state_ = state::after_delimiter;
  if (auto ended = receiver_.end(); !ended) return ended.error();
  return true;
}

std::size_t multipart_reader::before_delimiter(std::string_view rest) const {
  if (const std::size_t found = rest.find(delimiter_); found != rest.npos) return found;
  std::size_t at = rest.size() - std::min(rest.size(), delimiter_.size() - 1);
  while (at < rest.size() && !delimiter_.starts_with(rest.substr(at))) ++at;
  return at;
}

}  // namespace lamina
