#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

#include "lamina/aws/credentials.h"
#include "lamina/aws/sigv4.h"
#include "lamina/base/result.h"

namespace lamina::aws {

// How far the clocks of both sides may be apart.
constexpr std::chrono::minutes max_clock_skew{5};

// Whose request is this? The access key id of the credentials that have signed it with Signature Version 4 in an
// Authorization header or in the query (a presigned URL), for that service and region ("": any region). `Host` must be
// among the signed headers; signatures are compared in constant time.
//
// Else an error with the status 403 and a name and message of AWS's:
//   MissingAuthenticationTokenException  there is neither
//   IncompleteSignatureException         it cannot be read, or something is missing: the date, ...
//   UnrecognizedClientException          nobody has this access key, or not with this session token
//   InvalidSignatureException            another service, region or day; too old or not yet; another signature
// No message repeats bytes of the request other than its times.
result<std::string> check_signature(const signable_request& request, std::span<const credentials> known,
                                    std::string_view service, std::string_view region, system_time now);

}  // namespace lamina::aws
