#include "lamina/gateway/integration/query_string.h"

#include <algorithm>

#include "lamina/base/percent_encoding.h"

namespace lamina::gateway {
namespace {

// `storage` has room for all of the query, so that views into it stay good.
std::string_view decode(std::string_view text, std::string& storage) {
  if (text.find_first_of("%+") == std::string_view::npos) return text;
  const std::size_t start = storage.size();
  percent_decode_to(storage, text, true);
  return std::string_view(storage).substr(start);
}

}  // namespace

void read_query(std::string_view query, std::string& storage, field_list& fields) {
  storage.clear();
  storage.reserve(query.size());
  while (!query.empty()) {
    const std::size_t end = std::min(query.find_first_of("&;"), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view name = decode(pair.substr(0, equals), storage);
    fields.add(name, decode(pair.substr(std::min(equals + 1, pair.size())), storage));
  }
}

}  // namespace lamina::gateway
