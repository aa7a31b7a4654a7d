#pragma once

#include <string>
#include <string_view>

namespace lamina::aws {

// What the query of a presigned URL says, decoded; "": it does not.
struct presigned_query {
  std::string algorithm{}, credential{}, date{}, expires{}, signed_headers{}, security_token{}, signature{};
  std::string target{};  // the target that was signed: without X-Amz-Signature

  bool is_signed() const noexcept { return !algorithm.empty() || !signature.empty(); }
};

presigned_query read_presigned_query(std::string_view target);

}  // namespace lamina::aws
