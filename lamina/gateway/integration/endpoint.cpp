#include "lamina/gateway/integration/endpoint.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lamina/base/percent_encoding.h"
#include "lamina/gateway/router/route_table.h"
#include "lamina/http/url.h"

namespace lamina::gateway {
namespace {

// Never sent: recorded of the live service for HTTP and HTTP_PROXY. Content-Encoding goes with the body it is about.
constexpr std::array<std::string_view, 2> left_out = {"Host", "Via"};
// Mapping onto these makes every call fail on AWS.
constexpr std::array<std::string_view, 4> reserved = {"Content-Length", "Transfer-Encoding", "X-Amzn-Trace-Id",
                                                      "X-Amzn-Apigateway-Api-Id"};

template <std::size_t Size>
bool is_one_of(const std::array<std::string_view, Size>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](std::string_view one) { return http::equal_ignoring_case(one, name); });
}

// What came as it is, but for bytes that no URL has.
void append_as_sent(std::string& out, std::string_view text) {
  for (const char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f)
      out += c;
    else
      out += percent_encode(std::string_view(&c, 1));
  }
}

// What a template has set of that name; null: nothing.
const std::string* overridden(const template_overrides::fields& by, std::string_view name) {
  const auto found = std::ranges::find(by, name, &template_overrides::fields::value_type::first);
  return found == by.end() ? nullptr : &found->second;
}

bool has_body(std::string_view method) { return method != "GET" && method != "HEAD" && method != "OPTIONS"; }

void set_header(std::vector<std::pair<std::string, std::string>>& headers, std::string_view name,
                std::string_view value, bool only_if_missing = false) {
  for (auto& [known, text] : headers) {
    if (!http::equal_ignoring_case(known, name)) continue;
    if (!only_if_missing) text = value;
    return;
  }
  headers.emplace_back(name, value);
}

}  // namespace

result<void> endpoint::read_url(const std::string& url, const config::route& from, const api_stage& stage) {
  const auto variables = variable_names(from.path);
  std::string sample;
  for (std::string_view rest = url; !rest.empty();) {
    const std::size_t brace = std::min(rest.find('{'), rest.size());
    url_part& part = url_.emplace_back();
    part.text = rest.substr(0, brace);
    if (part.text.ends_with('$')) part.text.pop_back();  // "${stageVariables.x}"
    sample += part.text;
    rest.remove_prefix(brace);
    if (rest.empty()) break;
    const std::size_t end = rest.find('}');
    if (end == std::string_view::npos) return error("request.uri: a { without its }");
    const std::string name(rest.substr(1, end - 1));
    rest.remove_prefix(end + 1);
    const auto mapped = from.integration_setup.parameters.find("integration.request.path." + name);
    const std::string source = name.starts_with("stageVariables.")                 ? name
                               : mapped == from.integration_setup.parameters.end() ? "method.request.path." + name
                                                                                   : mapped->second;
    auto compiled = parameter_source::compile(source, stage, variables);
    if (!compiled) return error("request.uri: {" + name + "}: " + compiled.error().message);
    part.variable = *std::move(compiled);
    part.name = name;
    // A stage variable may hold the host; anything else stands in the path.
    sample += name.starts_with("stageVariables.") ? part.variable->value({}, {}) : std::string_view("x");
  }
  if (const auto whole = http::parse_url(sample); !whole) return error("request.uri: " + whole.error().message);
  return {};
}

result<void> endpoint::read_mappings(const config::route& from, const api_stage& stage) {
  const auto variables = variable_names(from.path);
  for (const auto& [key, expression] : from.integration_setup.parameters) {
    constexpr std::string_view header = "integration.request.header.", query = "integration.request.querystring.";
    const bool is_header = key.starts_with(header);
    if (!is_header && !key.starts_with(query)) continue;  // of the path: see read_url()
    const std::string name = key.substr(is_header ? header.size() : query.size());
    if (is_header && (is_one_of(reserved, name) || !http::is_token(name)))
      return error("request.parameters: the header " + name + " cannot be mapped");
    auto compiled = parameter_source::compile(expression, stage, variables);
    if (!compiled) return error("request.parameters: " + name + ": " + compiled.error().message);
    // What goes through anyway is not sent twice.
    if (is_proxy_ && compiled->is_the_same(is_header ? "header" : "querystring", name)) continue;
    mappings_.push_back({is_header ? place::header : place::query, name, *std::move(compiled)});
  }
  return {};
}

result<endpoint> endpoint::make(const config::route& from, const api_stage& stage) {
  endpoint made(template_view(stage, from.path));
  const config::rest_integration& setup = from.integration_setup;
  made.is_proxy_ = from.integration == "HTTP_PROXY";
  made.method_ = setup.method == "ANY" ? "" : setup.method;
  made.api_id_ = stage.api_id;
  if (auto read = made.read_url(setup.uri, from, stage); !read) return read.error();
  if (auto read = made.read_mappings(from, stage); !read) return read.error();
  auto templates = request_templates::compile(setup.templates, setup.pass_through);
  if (!templates) return templates.error();
  made.templates_ = *std::move(templates);
  auto compiled = mapped_responses::compile(setup.responses, stage.variables);
  if (!compiled) return compiled.error();
  made.responses_ = *std::move(compiled);
  return made;
}

std::string endpoint::write_url(const request& from, const template_overrides& overrides) const {
  std::string url;
  for (const url_part& part : url_) {
    url += part.text;
    if (!part.variable) continue;
    const std::string* instead = overridden(overrides.request_path, part.name);
    append_as_sent(url, instead != nullptr ? *instead : part.variable->value(from.seen, from.context));
  }
  char separator = url.find('?') == std::string::npos ? '?' : '&';
  if (is_proxy_ && !from.raw_query.empty()) {
    url += std::exchange(separator, '&');
    append_as_sent(url, from.raw_query);
  }
  const auto append = [&](std::string_view name, std::string_view value) {
    url += std::exchange(separator, '&');
    url.append(percent_encode(name)).append("=").append(percent_encode(value));
  };
  for (const mapping& one : mappings_) {
    if (one.to != place::query || overridden(overrides.request_query, one.name) != nullptr) continue;
    for (const std::string_view value : one.from.values(from.seen, from.context)) append(one.name, value);
  }
  for (const auto& [name, value] : overrides.request_query) append(name, value);
  return url;
}

void endpoint::write_headers(http::client_request& to, const request& from, const template_overrides& overrides) const {
  if (is_proxy_)
    from.seen.headers->for_each_joined([&](std::string_view name, std::string value) {
      if (!is_one_of(left_out, name)) to.headers.emplace_back(name, std::move(value));
    });
  else if (!from.content_type.empty() && has_body(to.method))
    to.headers.emplace_back("Content-Type", from.content_type);
  for (const mapping& one : mappings_) {
    if (one.to != place::header) continue;
    std::string joined;
    for (const std::string_view value : one.from.values(from.seen, from.context))
      joined.append(joined.empty() ? "" : ",").append(value);
    if (!joined.empty()) set_header(to.headers, one.name, joined);
  }
  for (const auto& one : overrides.request_headers)
    std::erase_if(to.headers, [&](const auto& line) { return http::equal_ignoring_case(line.first, one.first); });
  for (const auto& [name, value] : overrides.request_headers) to.headers.emplace_back(name, value);
  set_header(to.headers, "Accept", "application/json", true);
  set_header(to.headers, "User-Agent", "AmazonAPIGateway_" + api_id_, true);
  set_header(to.headers, "X-Amzn-Trace-Id", from.trace_id);
  set_header(to.headers, "X-Amzn-Apigateway-Api-Id", api_id_);
}

result<void> endpoint::write_body(http::client_request& to, const request& from, template_overrides& overrides) const {
  std::string text;
  std::string_view body = from.seen.body;
  const auto [chosen, is_refused] = is_proxy_ ? request_templates::choice() : templates_.choose(from.content_type);
  if (is_refused) return error(415);
  if (chosen != nullptr) {
    std::string storage;
    if (auto done = chosen->render(text, view_.show(from.seen, storage), &overrides); !done) return done;
    body = text;
  }
  for (const auto& [name, value] : overrides.request_headers)
    if (!http::is_token(name) || is_one_of(reserved, name) || value.find_first_of("\r\n") != std::string::npos)
      return error(500, "$context.requestOverride.header: " + name + " cannot be set to that");
  if (!body.empty() && has_body(to.method)) to.body = std::make_shared<const std::string>(body);
  return {};
}

result<http::client_request> endpoint::write_request(const request& from, template_overrides& overrides) const {
  http::client_request to;
  to.method = method_.empty() ? std::string(from.seen.method) : method_;
  if (auto done = write_body(to, from, overrides); !done) return done.error();
  to.url = write_url(from, overrides);
  write_headers(to, from, overrides);
  return to;
}

proxy_response passed_through(const http::response_view& from) {
  proxy_response out;
  out.status = from.status;
  out.body = from.body;
  for (const http::header& one : from.headers)
    if (const std::string_view name = remapped_name(one.name); !name.empty()) out.headers.emplace_back(name, one.value);
  return out;
}

}  // namespace lamina::gateway
