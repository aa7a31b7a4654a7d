#include "lamina/middlewares/idempotency/event_path.h"

#include <charconv>
#include <string>
#include <utility>

namespace lamina {

class event_path_parser {
 public:
  explicit event_path_parser(std::string_view text) : text_(text) {}

  result<event_path> all() {
    auto path = one(0);
    if (!path) return path;
    skip_spaces();
    if (at_ != text_.size()) return refuse("nothing more");
    return path;
  }

 private:
  using part = event_path::part;
  static constexpr int max_depth = 16;

  char next() {
    skip_spaces();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  error refuse(std::string_view expected) const {
    return error("Invalid path '" + std::string(text_) + "': " + std::string(expected) + " is expected at " +
                 std::to_string(at_ + 1));
  }

  result<event_path> one(int depth) {
    if (depth > max_depth) return refuse("less nesting");
    event_path path;
    if (next() == '@')
      ++at_;
    else if (auto first = step(path, depth); !first)
      return std::move(first).error();
    while (true) {
      const char c = next();
      if (c == '.')
        ++at_;
      else if (c != '[')
        return path;
      if (auto more = step(path, depth); !more) return std::move(more).error();
    }
  }

  result<void> step(event_path& path, int depth) {
    const char c = next();
    if (c == '"') return quoted(path);
    if (c != '[') return identifier(path);
    ++at_;
    const char inside = next();
    const bool is_index = inside == '-' || (inside >= '0' && inside <= '9');
    return is_index ? item(path) : list(path, depth);
  }

  result<void> identifier(event_path& path) {
    const std::size_t begin = at_;
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    while (at_ < text_.size() && (is_letter(text_[at_]) || (at_ > begin && text_[at_] >= '0' && text_[at_] <= '9')))
      ++at_;
    if (at_ == begin) return refuse("a name");
    path.parts_.push_back({.what = part::kind::member, .name = std::string(text_.substr(begin, at_ - begin))});
    return {};
  }

  // A JSON string.
  result<void> quoted(event_path& path) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
    auto name = end < text_.size() ? json::try_parse(text_.substr(at_, end + 1 - at_)) : refuse("a closing quote");
    if (!name) return refuse("a name in quotes");
    at_ = end + 1;
    path.parts_.push_back({.what = part::kind::member, .name = std::string(name->as_string())});
    return {};
  }

  result<void> item(event_path& path) {
    std::int64_t index = 0;
    const auto [end, failed] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), index);
    if (failed != std::errc()) return refuse("a number");
    at_ = static_cast<std::size_t>(end - text_.data());
    if (next() != ']') return refuse("]");
    ++at_;
    path.parts_.push_back({.what = part::kind::item, .index = index});
    return {};
  }

  result<void> list(event_path& path, int depth) {
    part several{.what = part::kind::list};
    while (true) {
      auto inner = one(depth + 1);
      if (!inner) return std::move(inner).error();
      several.several.push_back(std::move(*inner));
      const char c = next();
      if (c != ',' && c != ']') return refuse("',' or ']'");
      ++at_;
      if (c == ']') break;
    }
    path.parts_.push_back(std::move(several));
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

result<event_path> event_path::parse(std::string_view text) { return event_path_parser(text).all(); }

json::value event_path::read(const json::value& event) const {
  const json::value* at = &event;
  json::value made;  // holds a list that was put together
  for (const part& next : parts_) {
    if (next.what == part::kind::member) {
      at = json::find(*at, next.name);
    } else if (next.what == part::kind::item) {
      const json::array* items = at->if_array();
      const std::int64_t count = items ? static_cast<std::int64_t>(items->size()) : 0;
      const std::int64_t index = next.index < 0 ? next.index + count : next.index;
      at = index >= 0 && index < count ? &(*items)[static_cast<std::size_t>(index)] : nullptr;
    } else if (!at->is_null()) {
      json::array list;
      for (const event_path& one : next.several) list.push_back(one.read(*at));
      made = std::move(list);
      at = &made;
    }
    if (at == nullptr) return nullptr;
  }
  return *at;
}

}  // namespace lamina
