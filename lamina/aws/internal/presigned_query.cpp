#include "lamina/aws/internal/presigned_query.h"

#include <algorithm>
#include <utility>

#include "lamina/base/percent_encoding.h"

namespace lamina::aws {

presigned_query read_presigned_query(std::string_view target) {
  presigned_query found;
  const std::size_t question = std::min(target.find('?'), target.size());
  found.target = target.substr(0, question);
  std::string_view rest = target.substr(std::min(question + 1, target.size()));
  const std::pair<std::string_view, std::string*> members[] = {{"X-Amz-Algorithm", &found.algorithm},
                                                               {"X-Amz-Credential", &found.credential},
                                                               {"X-Amz-Date", &found.date},
                                                               {"X-Amz-Expires", &found.expires},
                                                               {"X-Amz-SignedHeaders", &found.signed_headers},
                                                               {"X-Amz-Security-Token", &found.security_token},
                                                               {"X-Amz-Signature", &found.signature}};
  char separator = '?';
  while (!rest.empty()) {
    const std::string_view piece = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
    const std::string_view name = piece.substr(0, piece.find('='));
    for (const auto& [known, to] : members) {
      if (known != name || piece.size() <= name.size()) continue;
      to->clear();
      percent_decode_to(*to, piece.substr(name.size() + 1));
    }
    if (name == "X-Amz-Signature") continue;
    found.target.append(1, std::exchange(separator, '&')).append(piece);
  }
  return found;
}

}  // namespace lamina::aws
