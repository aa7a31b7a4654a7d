#pragma once

#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

// Decodes the keys of objects in S3's events of version 2.x, which come as in a form: "a+b%20c". Also in events inside
// the parsed bodies of SQS and SNS messages. (@middy/s3-key-normalizer of Middy 2.x; event_normalizer does the same and
// more)
//
// Errors: one without a status for a key that is not percent-encoded UTF-8.
class s3_key_normalizer {
 public:
  static constexpr std::string_view name = "s3-key-normalizer";
  static s3_key_normalizer from_json(const json::object& options);

  step before(request& request) const;
};

}  // namespace lamina
