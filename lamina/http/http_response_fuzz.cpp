// Bytes of a server, in pieces of the size that the first byte says; its highest bit, that they answer HEAD. Whatever
// they are: no crash, and views that hold.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "lamina/http/response_reader.h"
#include "lamina/testing/fuzz_input.h"

namespace {

using lamina::testing::require;

void look_at(const lamina::http::response_view& message) {
  require(message.status >= 200 && message.body.size() <= 4096);
  std::size_t sum = 0;
  for (const auto& one : message.headers)
    for (const char c : one.value) sum += static_cast<unsigned char>(c);
  for (const char c : message.body) sum += static_cast<unsigned char>(c);
  require(sum < 1u << 24);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using state = lamina::http::response_reader::state;
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 32;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  lamina::http::response_reader reader(4096, 4096);
  reader.expect_no_body((data[0] & 0x80) != 0);
  for (;;) {
    const state at = reader.advance();
    if (at == state::failed) return 0;
    if (at == state::ready) {
      look_at(reader.message());
      reader.consume();
      continue;
    }
    if (bytes.empty()) break;
    const auto room = reader.room();
    const std::size_t count = std::min({room.size(), bytes.size(), piece});
    std::memcpy(room.data(), bytes.data(), count);
    reader.commit(count);
    bytes.remove_prefix(count);
  }
  if (reader.end_of_input() == state::ready) look_at(reader.message());
  return 0;
}
