#include "lamina/runtime_api/protocol.h"

#include <cstdint>
#include <cstdlib>

#include "lamina/json/json.h"

// Any request line: the id lies inside the target and is one segment, and whatever is refused, the refusal is JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::string_view method : {"GET", "POST"}) {
    const runtime_api::call asked = runtime_api::parse_call(method, text);
    if (asked.request_id.empty()) continue;
    if (asked.request_id.data() < text.data() || asked.request_id.data() + asked.request_id.size() > text.data() + size)
      std::abort();
    if (asked.request_id.find('/') != std::string_view::npos) std::abort();
  }
  const auto document = json::try_parse(runtime_api::error_document(text, text));
  // JSON text must be UTF-8; other bytes are the runtime's own.
  if (document && !document->is_object()) std::abort();
  return 0;
}
