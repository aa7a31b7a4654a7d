#include "lamina/gateway/integration/request_templates.h"

#include "lamina/gateway/integration/media_type.h"

namespace lamina::gateway {

result<request_templates> request_templates::compile(const std::map<std::string, std::optional<std::string>>& from,
                                                     std::string_view pass_through) {
  request_templates made;
  for (const auto& [type, text] : from) {
    if (!text) continue;
    auto compiled = mapping_template::compile(*text);
    if (!compiled) return error("the request template of " + type + ", " + compiled.error().message);
    made.templates_.emplace(type, *std::move(compiled));
  }
  made.refuses_others_ = pass_through == "NEVER" || (pass_through == "WHEN_NO_TEMPLATES" && !made.templates_.empty());
  return made;
}

request_templates::choice request_templates::choose(std::string_view content_type) const {
  const std::string_view type = media_type(content_type);
  const auto known = templates_.find(type.empty() ? "application/json" : type);
  if (known != templates_.end()) return {.chosen = &known->second};
  return {.is_refused = refuses_others_};
}

}  // namespace lamina::gateway
