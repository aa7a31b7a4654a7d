#include "lamina/events/kafka_event.h"

#include "lamina/base/base64.h"
#include "lamina/events/batch.h"

namespace lamina {
namespace {

// A header's value is a list of bytes, signed ones where the sender is Java.
std::string bytes_of(const json::value& list) {
  std::string bytes;
  if (const json::array* numbers = list.if_array())
    for (const json::value& number : *numbers)
      if (const auto* byte = number.if_int64()) bytes.push_back(static_cast<char>(*byte & 0xff));
  return bytes;
}

}  // namespace

std::string kafka_record::key() const { return base64_decode_leniently(text("key")); }
std::string kafka_record::value() const { return base64_decode_leniently(text("value")); }

std::string kafka_record::header(std::string_view name) const {
  if (const json::array* headers = member("headers").if_array())
    for (const json::value& one : *headers)
      if (const json::value* found = json::find(one, name)) return bytes_of(*found);
  return {};
}

std::vector<kafka_record> kafka_event::records() const {
  std::vector<kafka_record> all;
  for (const json::value* record : batch_records(document())) all.emplace_back(*record);
  return all;
}

}  // namespace lamina
