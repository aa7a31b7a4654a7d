#include "lamina/websocket/handshake.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "lamina/base/base64.h"

namespace lamina::websocket {
namespace {

using http::equal_ignoring_case;

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The elements of a list over all headers of that name (RFC 9110, 5.6.1); empty ones are nothing.
template <class Visit>
void for_each_element(const http::request& request, std::string_view name, Visit visit) {
  for (const auto& [header_name, value] : request.headers) {
    if (!equal_ignoring_case(header_name, name)) continue;
    for (std::size_t at = 0; at <= value.size();) {
      const std::size_t end = std::min(value.find(',', at), value.size());
      if (const auto element = trimmed(value.substr(at, end - at)); !element.empty()) visit(element);
      at = end + 1;
    }
  }
}

bool lists(const http::request& request, std::string_view name, std::string_view wanted) {
  bool found = false;
  for_each_element(request, name,
                   [&](std::string_view element) { found = found || equal_ignoring_case(element, wanted); });
  return found;
}

std::ptrdiff_t count(const http::request& request, std::string_view name) {
  return std::ranges::count_if(request.headers,
                               [name](const auto& one) { return equal_ignoring_case(one.name, name); });
}

bool is_key(std::string_view key) {
  std::string bytes;
  return key.size() == 24 && key.ends_with("==") && base64_decode_to(bytes, key) && bytes.size() == 16;
}

error refusal(std::string_view what) { return error(400, "bad WebSocket handshake: " + std::string(what)); }

bool belongs_to_the_handshake(std::string_view name) {
  constexpr std::array<std::string_view, 5> own = {"upgrade", "connection", "sec-websocket-accept",
                                                   "sec-websocket-extensions", "transfer-encoding"};
  return std::ranges::any_of(own, [name](std::string_view one) { return equal_ignoring_case(one, name); }) ||
         equal_ignoring_case(name.substr(0, 8), "content-");
}

}  // namespace

bool asks_for_upgrade(const http::request& request) noexcept { return lists(request, "upgrade", "websocket"); }

result<handshake> read_handshake(const http::request& request) {
  if (request.method != "GET") return refusal("the method is not GET");
  if (request.version < 11) return refusal("it needs HTTP/1.1");
  if (!asks_for_upgrade(request)) return refusal("Upgrade does not name websocket");
  if (!lists(request, "connection", "upgrade")) return refusal("Connection does not name upgrade");
  const std::string_view version = request.find("sec-websocket-version");
  if (version.empty()) return refusal("Sec-WebSocket-Version is missing");
  if (version != "13" || count(request, "sec-websocket-version") != 1) {
    error other(426, "bad WebSocket handshake: Sec-WebSocket-Version is not 13");
    other.headers["Sec-WebSocket-Version"] = "13";
    return other;
  }
  handshake asked{.key = request.find("sec-websocket-key")};
  if (!is_key(asked.key) || count(request, "sec-websocket-key") != 1)
    return refusal("Sec-WebSocket-Key is not one of 16 bytes in base64");
  for_each_element(request, "sec-websocket-protocol",
                   [&](std::string_view element) { asked.protocols.push_back(element); });
  return asked;
}

std::string accept_value(std::string_view key) {
  std::string text(key);
  text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha1(), nullptr);
  return base64_encode({reinterpret_cast<const char*>(digest.data()), length});
}

std::string accept(const handshake& asked, const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string out =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ";
  out.append(accept_value(asked.key)).append("\r\n");
  http::response others{.status = 101};
  for (const auto& one : headers)
    if (!belongs_to_the_handshake(one.first)) others.headers.push_back(one);
  std::string lines;
  http::write_head(lines, others, 11, true);
  return out.append(lines, lines.find("\r\n") + 2);
}

}  // namespace lamina::websocket
