#include "lamina/events/s3_event.h"

#include <algorithm>

#include "lamina/base/percent_encoding.h"

namespace lamina {

std::string decode_s3_key(std::string_view key) {
  std::string text(key);
  std::ranges::replace(text, '+', ' ');
  return decode_uri_component(text).value_or(std::string(key));
}

std::string s3_record::key() const { return decode_s3_key(key_text()); }

}  // namespace lamina
