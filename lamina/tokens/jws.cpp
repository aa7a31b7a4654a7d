#include "lamina/tokens/jws.h"

#include <algorithm>

#include "lamina/base/base64.h"
#include "lamina/tokens/internal/compact.h"

namespace lamina::tokens {
namespace {

bool is_nonempty_text(const json::value& value) { return value.is_string() && !value.get_string().empty(); }

// The extensions a token demands ("crit"): "b64" is the only one there is. True when the payload is base64url as ever.
result<bool> check_extensions(const json::value& header) {
  const json::value* const crit = json::find(header, "crit");
  if (crit == nullptr) return true;
  const json::array* const names = crit->if_array();
  if (names == nullptr || names->empty() || !std::ranges::all_of(*names, is_nonempty_text))
    return error("\"crit\" (Critical) Header Parameter MUST be an array of non-empty strings when present");
  for (const json::value& name : *names)
    if (name.get_string() != "b64")
      return error("Extension Header Parameter \"" + std::string(name.get_string()) + "\" is not recognized");
  const json::value* const b64 = json::find(header, "b64");
  if (b64 == nullptr) return error("Extension Header Parameter \"b64\" is missing");
  if (!b64->is_bool()) return error("The \"b64\" (base64url-encode payload) Header Parameter must be a boolean");
  return b64->get_bool();
}

result<algorithm> algorithm_of(const json::value& header, std::span<const algorithm> allowed) {
  const json::value* const name = json::find(header, "alg");
  if (name == nullptr || !is_nonempty_text(*name))
    return error("JWS \"alg\" (Algorithm) Header Parameter missing or invalid");
  const std::optional<algorithm> how = parse_algorithm(name->get_string());
  if (!how || std::ranges::find(allowed, *how) == allowed.end())
    return error("\"alg\" (Algorithm) Header Parameter value not allowed");
  return *how;
}

}  // namespace

compact_parts cut(std::string_view token) {
  compact_parts made;
  for (std::size_t from = 0;;) {
    const std::size_t dot = token.find('.', from);
    if (made.count < made.part.size()) made.part[made.count] = token.substr(from, dot - from);
    ++made.count;
    if (dot == token.npos) return made;
    from = dot + 1;
  }
}

result<json::value> decode_object(std::string_view encoded, const char* message) {
  std::string bytes;
  if (!base64url_decode_to(bytes, encoded)) return error(message);
  result<json::value> read = json::try_parse(bytes);
  if (!read || !read->is_object()) return error(message);
  return read;
}

result<std::string> verify_jws(std::string_view token, const verification_key& key,
                               std::span<const algorithm> allowed) {
  const compact_parts parts = cut(token);
  if (parts.count != 3) return error("Invalid Compact JWS");
  const auto& [encoded_header, encoded_payload, encoded_signature] = parts.part;
  const result<json::value> header = decode_object(encoded_header, "JWS Protected Header is invalid");
  if (!header) return header.error();
  const result<bool> is_encoded = check_extensions(*header);
  if (!is_encoded) return is_encoded.error();
  const result<algorithm> how = algorithm_of(*header, allowed);
  if (!how) return how.error();

  std::string signature;
  if (!base64url_decode_to(signature, encoded_signature)) return error("Failed to base64url decode the signature");
  if (const result<void> fits = key.check(*how); !fits) return fits.error();
  const std::string_view signed_text = token.substr(0, encoded_header.size() + 1 + encoded_payload.size());
  if (!key.verify(*how, signed_text, signature)) return error("signature verification failed");
  if (!*is_encoded) return error("JWTs MUST NOT use unencoded payload");
  std::string payload;
  if (!base64url_decode_to(payload, encoded_payload)) return error("Failed to base64url decode the payload");
  return payload;
}

result<json::value> decode_protected_header(std::string_view token) {
  constexpr const char* invalid = "Invalid Token or Protected Header formatting";
  const compact_parts parts = cut(token);
  if ((parts.count != 3 && parts.count != 5) || parts.part[0].empty()) return error(invalid);
  return decode_object(parts.part[0], invalid);
}

}  // namespace lamina::tokens
