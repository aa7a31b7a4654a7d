#include "lamina/http/target.h"

#include <algorithm>

#include "lamina/base/percent_encoding.h"

namespace lamina::http {

std::vector<std::pair<std::string, std::string>> split_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const std::string_view piece = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), piece.size() + 1));
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    pairs.emplace_back(percent_decode(piece.substr(0, equals), true),
                       equals == piece.npos ? std::string() : percent_decode(piece.substr(equals + 1), true));
  }
  return pairs;
}

target_parts split_target(std::string_view target) noexcept {
  target = target.substr(0, target.find('#'));
  if (!target.starts_with('/')) {
    // The absolute form: RFC 9112, 3.2.2.
    const std::size_t scheme = target.find("://");
    if (scheme != target.npos) {
      target.remove_prefix(scheme + 3);
      const std::size_t start = target.find_first_of("/?");
      target.remove_prefix(start == target.npos ? target.size() : start);
    }
  }
  const std::size_t question = target.find('?');
  const std::string_view path = target.substr(0, question);
  return {path.empty() ? std::string_view("/") : path,
          question == target.npos ? std::string_view() : target.substr(question + 1)};
}

}  // namespace lamina::http
