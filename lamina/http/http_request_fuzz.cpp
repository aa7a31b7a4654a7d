// Bytes of one connection, whole and in pieces of the size that the first byte says. Whatever they are: no crash, no
// request that breaks what request_reader promises, and pieces make no difference.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "lamina/http/internal/request_reader.h"
#include "lamina/testing/fuzz_input.h"

namespace {

using lamina::http::request_reader;

using lamina::testing::require;

// Every request that was read, as text. Whether the rest is refused already or waits for more bytes may differ: the end
// of a chunked body is looked at five bytes at a time.
std::string read_all(std::string_view bytes, std::size_t piece) {
  request_reader reader(4096, 4096);
  std::string seen;
  for (;;) {
    const auto at = reader.advance();
    if (at == request_reader::state::failed) {
      require(reader.failure_status() >= 400 && reader.failure_status() <= 505);
      return seen;
    }
    if (at == request_reader::state::ready) {
      const auto& message = reader.message();
      require(!message.method.empty() && !message.target.empty() && message.body.size() <= 4096);
      seen.append(message.method).append(message.target);
      for (const auto& one : message.headers) {
        require(!one.name.empty() && one.value.find_first_of("\r\n") == one.value.npos);
        seen.append(one.name).append(one.value);
      }
      seen.append(message.body);
      reader.consume();
      continue;
    }
    if (bytes.empty()) return seen;
    const auto room = reader.room();
    require(!room.empty());
    const std::size_t count = std::min({room.size(), bytes.size(), piece});
    std::memcpy(room.data(), bytes.data(), count);
    reader.commit(count);
    bytes.remove_prefix(count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = read_all(bytes, 1'000'000);
  const std::string pieces = read_all(bytes, 1 + data[0] % 16);
  require(whole == pieces);
  return 0;
}
