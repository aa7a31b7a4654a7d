#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "examples/user_store/web_sockets.h"

// Subprotocols come from strangers: what is taken for a token is a part of them, and one item of their list.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view offered(reinterpret_cast<const char*>(data), size);
  const auto token = user_store::protocol_token(offered);
  if (!token || token->empty()) return 0;
  const bool is_inside = token->data() >= offered.data() && token->data() + token->size() <= offered.data() + size;
  if (!is_inside || token->find(',') != token->npos || token->front() == ' ' || token->back() == ' ') std::abort();
  return 0;
}
