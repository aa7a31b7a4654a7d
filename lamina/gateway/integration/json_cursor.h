#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lamina::gateway {

// A JSON string as it stands in the text.
struct json_text {
  std::string_view raw;  // between the quotes
  bool escaped = false;  // has backslashes
};

// Walks over a JSON text without building anything: for a function's result, of which few members matter and one, the
// body, may be megabytes that only have to be passed on. Every read skips white space first; a failed read leaves the
// cursor where the text is broken, and the caller gives up. Views into the text.
class json_cursor {
 public:
  explicit json_cursor(std::string_view text) noexcept : at_(text.data()), end_(text.data() + text.size()) {}

  // The next character; '\0' at the end.
  char peek() noexcept;
  // Moves over `c` if it is next.
  bool take(char c) noexcept;
  bool read_string(json_text& out) noexcept;
  // A number, true, false or null, as it is written.
  bool read_scalar(std::string_view& out) noexcept;
  // Any value, nested to 1000 levels at most.
  bool skip_value() noexcept;
  bool at_end() noexcept { return peek() == '\0' && at_ == end_; }
  // What has not been read.
  std::string_view rest() const noexcept { return {at_, end_}; }

  // Reads an object; `member(key)` reads each value and returns false to give up.
  template <class Member>
  bool read_object(Member&& member) {
    if (!take('{')) return false;
    if (take('}')) return true;
    do {
      json_text key;
      if (!read_string(key) || !take(':') || !member(key)) return false;
    } while (take(','));
    return take('}');
  }
  // Reads an array; `element()` reads each value and returns false to give up.
  template <class Element>
  bool read_array(Element&& element) {
    if (!take('[')) return false;
    if (take(']')) return true;
    do {
      if (!element()) return false;
    } while (take(','));
    return take(']');
  }

 private:
  const char* at_;
  const char* end_;
};

// Appends what an escaped string stands for. A surrogate without its other half becomes U+FFFD. The result is never
// longer than the raw text.
void unescape_to(std::string& out, std::string_view raw);

}  // namespace lamina::gateway
