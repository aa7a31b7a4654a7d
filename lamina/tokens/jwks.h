#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"
#include "lamina/tokens/verification_key.h"

namespace lamina::tokens {

// The keys an issuer publishes: a JWK Set (RFC 7517 section 5), read once. Const from any thread.
class key_set {
 public:
  struct entry {
    std::optional<std::string> id{};  // "kid"
    std::string algorithm{};          // "alg", "" when it does not say
    result<verification_key> key;     // the error says why it is of no use
  };

  // Reads untrusted bytes. Keys that are not for verifying signatures ("use", "key_ops") are left out; those that
  // cannot be read stay, with what is wrong with them.
  static result<key_set> parse(std::string_view text);

  // The first key of that id, or the first without any; null when there is none.
  const entry* find(const std::optional<std::string>& id) const noexcept;
  std::size_t size() const noexcept { return entries_.size(); }

 private:
  std::vector<entry> entries_;
};

}  // namespace lamina::tokens
