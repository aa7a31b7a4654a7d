#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lamina/base/result.h"
#include "lamina/json/json.h"
#include "lamina/tokens/algorithm.h"
#include "lamina/tokens/verification_key.h"

namespace lamina {

// Makes keys of what other middlewares leave in request.internal: a secret, a SubjectPublicKeyInfo (DER bytes or PEM),
// or {publicKey, keySpec} as AWS KMS has it. The last key is kept, since reading one costs more than using it. Copies
// share it; any thread.
//
// A text that is a public key is never taken for a secret: whoever knows it could sign tokens with it.
class signing_keys {
 public:
  struct usable {
    tokens::verification_key key;
    std::vector<tokens::algorithm> allowed;  // of the configured ones, those the key is meant for
  };

  // `name` is the key's name in request.internal, for the errors.
  signing_keys(std::string name, std::vector<tokens::algorithm> allowed);

  // What is wrong is a mistake in the configuration: the error's message is meant for the log.
  result<std::shared_ptr<const usable>> read(const json::value& material) const;

 private:
  struct kept;

  result<usable> make(const json::value& material) const;
  result<usable> make_of_text(std::string_view text) const;
  result<usable> make_of_kms(std::string_view key, std::string_view specification) const;
  std::string names_of_allowed() const;

  std::string name_;
  std::vector<tokens::algorithm> allowed_;
  std::shared_ptr<kept> kept_;
};

}  // namespace lamina
