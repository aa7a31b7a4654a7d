#pragma once

#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamina/aws/credentials.h"
#include "lamina/base/scheduler.h"
#include "lamina/http/message.h"

namespace lamina::aws {

// The parts of a request that a signature covers.
struct signable_request {
  std::string_view method{};
  std::string_view target{};                // path and query as sent
  std::span<const http::header> headers{};  // with Host
  std::string_view body{};
  std::string_view body_sha256{};  // lower-case hexadecimal, when it is known already; then `body` is not looked at
};

struct signing_options {
  // How the path enters the signature. Every service but S3: its dots and double slashes are resolved, and what is
  // escaped in it is escaped once more. S3 takes it as it is.
  bool normalizes_path = true;
  bool encodes_path_again = true;
  bool signs_payload = true;        // false: UNSIGNED-PAYLOAD
  bool sends_content_hash = false;  // as X-Amz-Content-Sha256, which S3 wants; always when the payload is not signed
};

// AWS Signature Version 4, in headers.
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html)
//
// Any thread may call. The key derived for a day, a region and the service is kept.
class signer {
 public:
  signer(credentials keys, std::string service, signing_options options = {});

  using header_list = std::vector<std::pair<std::string, std::string>>;
  // The headers to be added: X-Amz-Date, X-Amz-Security-Token when there is one, X-Amz-Content-Sha256 when it is
  // wanted, Authorization. All headers of the request are signed but those that a proxy may change (User-Agent,
  // Connection, Expect, Transfer-Encoding, X-Amzn-Trace-Id).
  header_list sign(const signable_request& request, std::string_view region, system_time now) const;

 private:
  std::string key_of(std::string_view day, std::string_view region) const;

  const credentials keys_;
  const std::string service_;
  const signing_options options_;

  mutable std::mutex mutex_;
  mutable std::string cached_for_;  // "20260102/eu-west-1"
  mutable std::string cached_key_;
};

// "20150830T123600Z"
std::string signing_time(system_time when);

}  // namespace lamina::aws
