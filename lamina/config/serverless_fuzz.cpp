#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lamina/config/internal/dotenv.h"
#include "lamina/config/serverless.h"

// Any text as a serverless.yml, and as a .env file. No file is opened.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  lamina::config::load_options options;
  options.opt = {{"stage", "test"}};
  options.env = {{"HOME", "/root"}, {"LOOP", "${env:LOOP}"}};
  options.ssm["/a"] = lamina::json::object{{"b", "${self:service}"}};
  lamina::config::warnings warned;
  const auto loaded = lamina::config::load_serverless_text(text, options, warned);
  // The same text means the same twice.
  lamina::config::warnings again;
  if (lamina::config::load_serverless_text(text, options, again).has_value() != loaded.has_value()) __builtin_trap();
  lamina::config::read_dotenv(text, options.env);
  return 0;
}
