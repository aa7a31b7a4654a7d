#include <cstddef>
#include <cstdint>
#include <string>

#include "lamina/middlewares/http_multipart_body_parser/multipart_reader.h"

namespace {

using namespace lamina;

struct notes final : part_receiver {
  result<void> begin(const part_headers& headers) override {
    text += '<' + headers.disposition.value_or("-") + '|' + headers.content_type.value_or("-") + '>';
    return {};
  }
  void data(std::string_view bytes) override { text += bytes; }
  result<void> end() override {
    text += '.';
    return {};
  }
  std::string text;
};

// What came of the bytes, given in pieces of at most `size`.
std::string read(std::string_view bytes, std::size_t size) {
  notes seen;
  multipart_reader reader("b", seen, {.header_size = 64, .header_pairs = 3});
  for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size())))
    if (auto taken = reader.take(bytes.substr(0, size)); !taken) return "! " + taken.error().message;
  if (auto finished = reader.finish(); !finished) return "! " + finished.error().message;
  return seen.text;
}

}  // namespace

// First byte: the size of the pieces. Where the bytes are cut must not matter.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (read(bytes, 1 + data[0] % 8u) != read(bytes, size)) __builtin_trap();
  return 0;
}
