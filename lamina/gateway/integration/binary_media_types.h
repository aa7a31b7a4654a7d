#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lamina::gateway {

// provider.apiGateway.binaryMediaTypes: which bodies are base64 in events and results. Recorded rules: "*/*" in the
// list stands for everything, "image/*" for every image type, a wildcard on the left of the slash ("*/png") for
// nothing; only the first type of an Accept header counts.
class binary_media_types {
 public:
  explicit binary_media_types(const std::vector<std::string>& types);

  // Is a request of that Content-Type binary?
  bool has_content_type(std::string_view header) const noexcept { return has(header); }
  // Is a base64 result to be decoded for a client that sent this Accept? "" for none.
  bool has_accepted(std::string_view header) const noexcept { return has(header); }

 private:
  bool has(std::string_view header) const noexcept;

  bool everything_ = false;
  std::vector<std::string> exact_;     // "image/png"
  std::vector<std::string> families_;  // "image/"
};

}  // namespace lamina::gateway
