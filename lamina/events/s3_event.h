#pragma once

#include <string>

#include "lamina/events/event_view.h"

namespace lamina {

// What happened to one object of a bucket.
class s3_record : public event_view {
 public:
  using event_view::event_view;

  std::string_view event_name() const noexcept { return text("eventName"); }  // "ObjectCreated:Put"
  std::string_view time() const noexcept { return text("eventTime"); }        // ISO 8601
  std::string_view region() const noexcept { return text("awsRegion"); }
  std::string_view bucket() const noexcept { return text("s3", "bucket", "name"); }
  std::string_view bucket_arn() const noexcept { return text("s3", "bucket", "arn"); }

  // The object's name. S3 encodes it like a form field ("a+b%3F"); what is not so encoded is returned as it is. After
  // event_normalizer, which decodes keys in place, it is key_text().
  std::string key() const;
  // As the event has it.
  std::string_view key_text() const noexcept { return text("s3", "object", "key"); }
  std::int64_t size() const noexcept { return integer("s3", "object", "size"); }  // bytes; 0 for deletions
  std::string_view etag() const noexcept { return text("s3", "object", "eTag"); }
  std::string_view version_id() const noexcept { return text("s3", "object", "versionId"); }
  // Of two events of one key, the greater (as text, padded on the left) came later.
  std::string_view sequencer() const noexcept { return text("s3", "object", "sequencer"); }
};

// A notification of a bucket.
class s3_event : public event_view {
 public:
  using event_view::event_view;
  static s3_event from_event(const json::value& event) noexcept { return s3_event(event); }

  views<s3_record> records() const noexcept { return views<s3_record>(member("Records")); }
};

// "a+b%3F" as "a b?"; what is not so encoded as it is.
std::string decode_s3_key(std::string_view key);

}  // namespace lamina
