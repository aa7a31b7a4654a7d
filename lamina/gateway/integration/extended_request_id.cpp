#include "lamina/gateway/integration/extended_request_id.h"

#include "lamina/base/base64.h"
#include "lamina/base/random.h"

namespace lamina::gateway {

std::string make_extended_request_id() {
  char bytes[11];
  random_bytes(bytes, sizeof bytes);
  return base64url_encode({bytes, sizeof bytes}) + "=";
}

}  // namespace lamina::gateway
