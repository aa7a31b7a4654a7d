#pragma once

#include <string>

#include "lamina/json/json.h"

namespace lamina {

enum class digest_kind { md5, sha256 };

// The digest of the document as JSON.stringify writes it, in lower-case hexadecimal. Throws lamina::error when OpenSSL
// does not offer the digest (MD5 in a FIPS configuration).
std::string json_digest(const json::value& document, digest_kind kind);

}  // namespace lamina
