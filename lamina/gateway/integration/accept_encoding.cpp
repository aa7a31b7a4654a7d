#include "lamina/gateway/integration/accept_encoding.h"

#include <algorithm>
#include <charconv>

#include "lamina/http/message.h"

namespace lamina::gateway {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// Of "gzip;q=0.5": 0.5.
double weight_of(std::string_view one) noexcept {
  const std::size_t semicolon = one.find(';');
  if (semicolon == std::string_view::npos) return 1;
  const std::string_view parameter = trimmed(one.substr(semicolon + 1));
  if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return 1;
  double weight = 0;
  std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), weight);
  return weight;
}

}  // namespace

std::optional<content_coding> accepted_coding(std::string_view accept_encoding) noexcept {
  double gzip = -1, deflate = -1, any = 0;
  while (!accept_encoding.empty()) {
    const std::size_t comma = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view one = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
    const std::string_view name = trimmed(one.substr(0, one.find(';')));
    if (http::equal_ignoring_case(name, "gzip") || http::equal_ignoring_case(name, "x-gzip")) gzip = weight_of(one);
    if (http::equal_ignoring_case(name, "deflate")) deflate = weight_of(one);
    if (name == "*") any = weight_of(one);
  }
  if (gzip < 0) gzip = any;
  if (deflate < 0) deflate = any;
  if (gzip <= 0 && deflate <= 0) return std::nullopt;
  return gzip >= deflate ? content_coding::gzip : content_coding::deflate;
}

}  // namespace lamina::gateway
