#include "lamina/middlewares/http_content_negotiation/http_content_negotiation.h"

#include <utility>

#include "lamina/engine/options_reader.h"
#include "lamina/events/http_body.h"
#include "lamina/json/javascript.h"
#include "lamina/middlewares/http_content_negotiation/negotiator.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-content-negotiation";

struct negotiation {
  negotiated what;
  std::string_view title, lower;  // the header
  std::string_view word;          // in messages
  std::string_view list, first;   // in the context
};
constexpr negotiation charsets{negotiated::charset, "Accept-Charset",    "accept-charset",
                               "Charset",           "preferredCharsets", "preferredCharset"};
constexpr negotiation encodings{negotiated::encoding, "Accept-Encoding",    "accept-encoding",
                                "Encoding",           "preferredEncodings", "preferredEncoding"};
constexpr negotiation languages{negotiated::language, "Accept-Language",    "accept-language",
                                "Language",           "preferredLanguages", "preferredLanguage"};
constexpr negotiation media_types{negotiated::media_type, "Accept", "accept", "MediaType", "preferredMediaTypes",
                                  "preferredMediaType"};

error not_acceptable(const negotiation& one, const std::vector<std::string>& available, const json::value* header) {
  std::string message = "Unsupported " + std::string(one.word) + ". Acceptable values: ";
  for (std::size_t i = 0; i < available.size(); ++i) message.append(i > 0 ? ", " : "").append(available[i]);
  json::object data;
  if (header) data[one.title] = *header;
  return error(406, std::move(message)).with_cause(package, std::move(data));
}

step negotiate(request& request, const negotiation& one, const std::optional<std::vector<std::string>>& available,
               bool default_to_first, bool fail_on_mismatch) {
  const json::value* header = find_header(request.event, one.title, one.lower);
  std::optional<std::string_view> text;
  if (header) text = header->is_string() ? std::string_view(header->get_string()) : "";
  const std::vector<std::string> found = preferred(one.what, text, available);
  json::object& context = request.context.document;
  context[one.list] = json::array(found.begin(), found.end());
  context.erase(one.first);
  if (!found.empty()) {
    context[one.first] = found.front();
  } else if (available && !available->empty()) {
    if (default_to_first)
      context[one.first] = available->front();
    else if (fail_on_mismatch)
      return fail(not_acceptable(one, *available, header));
  }
  return go_on();
}

}  // namespace

http_content_negotiation http_content_negotiation::from_json(const json::object& options) {
  http_content_negotiation_options result;
  options_reader read(options, package);
  read.boolean("parseCharsets", result.parse_charsets);
  read.list("availableCharsets", result.available_charsets);
  read.boolean("defaultToFirstCharset", result.default_to_first_charset);
  read.boolean("parseEncodings", result.parse_encodings);
  read.list("availableEncodings", result.available_encodings);
  read.boolean("defaultToFirstEncoding", result.default_to_first_encoding);
  read.boolean("parseLanguages", result.parse_languages);
  read.list("availableLanguages", result.available_languages);
  read.boolean("defaultToFirstLanguage", result.default_to_first_language);
  read.boolean("parseMediaTypes", result.parse_media_types);
  read.list("availableMediaTypes", result.available_media_types);
  read.boolean("defaultToFirstMediaType", result.default_to_first_media_type);
  read.boolean("failOnMismatch", result.fail_on_mismatch);
  read.finish();
  return http_content_negotiation(std::move(result));
}

http_content_negotiation::http_content_negotiation(http_content_negotiation_options options)
    : options_(std::move(options)) {}

step http_content_negotiation::before(request& request) const {
  if (!json::is_truthy(json::find(request.event, "headers"))) return go_on();
  const auto& o = options_;
  const auto run = [&](bool is_wanted, const negotiation& one, const auto& available, bool default_to_first) {
    return is_wanted ? negotiate(request, one, available, default_to_first, o.fail_on_mismatch) : go_on();
  };
  step said = run(o.parse_charsets, charsets, o.available_charsets, o.default_to_first_charset);
  if (said.goes_on()) said = run(o.parse_encodings, encodings, o.available_encodings, o.default_to_first_encoding);
  if (said.goes_on()) said = run(o.parse_languages, languages, o.available_languages, o.default_to_first_language);
  if (said.goes_on())
    said = run(o.parse_media_types, media_types, o.available_media_types, o.default_to_first_media_type);
  return said;
}

}  // namespace lamina
