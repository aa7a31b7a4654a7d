#include "tests/parity/user_store/app.h"

#include <algorithm>

namespace parity_user_store {

using namespace lamina;

json::value make_result(int status, const std::vector<std::pair<std::string, std::string>>& headers,
                        const std::string& body) {
  json::object lower;
  for (const auto& [name, value] : headers) {
    std::string key = name;
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    lower[key] = value;
  }
  json::object made{{"status", status}, {"headers", lower}, {"body", body}, {"bytes", body.size()}};
  if (auto document = json::try_parse(body)) made["json"] = *std::move(document);
  return made;
}

}  // namespace parity_user_store
