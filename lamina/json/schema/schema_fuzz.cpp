#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lamina/json/schema/schema.h"

// First byte: which draft and which of Ajv's ways. Then the schema, a zero byte, and the instance. The two ways of
// asking must agree.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina::json;
  if (size < 3) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto zero = text.find('\0');
  if (zero == text.npos) return 0;
  const auto document = try_parse(text.substr(0, zero));
  const auto instance = try_parse(text.substr(zero + 1));
  if (!document || !instance) return 0;

  schema_options options;
  options.draft = static_cast<draft>(data[0] % 4);
  options.assert_formats = (data[0] & 4) != 0;
  options.keywords_of_ajv = (data[0] & 8) != 0;
  options.strict_schema = options.strict_types = options.strict_required = (data[0] & 16) != 0;
  options.max_steps = 20'000;
  if ((data[0] & 32) != 0) {
    options.coercion = coercion::array;
    options.defaults = default_filling::empty;
    options.removal = static_cast<additional_removal>(data[0] >> 6);
  }
  const auto made = schema::compile(*document, options);
  if (!made) return 0;
  const auto issues = made->validate(*instance);
  const bool limited = !issues.empty() && issues.back().keyword == "limit";
  if (made->accepts(*instance) != issues.empty() && !limited) __builtin_trap();
  value changed = *instance;
  (void)made->apply(changed);
  return 0;
}
