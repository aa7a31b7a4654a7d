#include <algorithm>
#include <utility>

#include "lamina/config/internal/building.h"
#include "lamina/config/internal/route_text.h"

// As the Serverless Framework 3.40 makes AWS::ApiGateway::Method out of an `http` event: lib/plugins/aws/package/
// compile/events/api-gateway/lib/{validate,method/integration}.js.
namespace lamina::config {
namespace {

constexpr std::string_view ignored = "it is ignored";
constexpr std::string_view json_type = "application/json";

bool is_http(const route& to) { return to.integration == "HTTP" || to.integration == "HTTP_PROXY"; }

// {"integration.request.header.x": "method.request.header.x", or what mappedValue says}
void read_mappings(route& to, const node& parameters) {
  constexpr std::pair<const char*, const char*> places[] = {
      {"querystrings", "querystring"}, {"headers", "header"}, {"paths", "path"}};
  for (const auto& [key, name] : places)
    for (const auto& [parameter, value] : parameters[key].members()) {
      const std::string rest = "request." + std::string(name) + "." + parameter;
      auto mapped = value.is_map() ? value["mappedValue"].text("it is not mapped") : std::nullopt;
      to.integration_setup.parameters["integration." + rest] = mapped.value_or("method." + rest);
    }
}

void read_endpoint(route& to, const node& event) {
  const node uri = event["request"]["uri"];
  if (!uri.is_given() && !uri.is_unresolved())
    return event.fail("integration " + to.integration + " needs request.uri; expected an http or https URL");
  to.integration_setup.uri = uri.needed_text().value_or("");
  std::string method = upper(event["request"]["method"].text(ignored).value_or(to.method));
  to.integration_setup.method = method == "*" ? "ANY" : std::move(method);
}

void read_request(route& to, const node& request) {
  rest_integration& setup = to.integration_setup;
  for (const auto& [type, text] : request["template"].members()) {
    const bool is_null = !text.is_given() && !text.is_unresolved();
    setup.templates[type] = is_null ? std::nullopt : text.text(ignored);
  }
  setup.pass_through = request["passThrough"].text(ignored).value_or(to.integration == "AWS" ? "NEVER" : "");
  setup.content_handling = request["contentHandling"].text(ignored).value_or("");
}

std::map<std::string, std::string> read_texts(const node& map) {
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : map.members())
    if (auto text = value.text(ignored)) out[name] = *std::move(text);
  return out;
}

// Of a route with cors, every response says the origin.
std::map<std::string, std::string> cors_headers(const node& cors) {
  if (!cors.is_given() || cors.is_false()) return {};
  std::string joined;
  for (const std::string& one : (cors["origins"].is_given() ? cors["origins"] : cors["origin"]).texts(ignored))
    joined += (joined.empty() ? "" : ",") + one;
  std::map<std::string, std::string> out = {
      {"Access-Control-Allow-Origin", "'" + (joined.empty() ? "*" : joined) + "'"}};
  if (cors["allowCredentials"].is_true()) out["Access-Control-Allow-Credentials"] = "'true'";
  return out;
}

rest_integration_response read_response(const std::string& status, const node& from, const node& shared,
                                        const node& event) {
  rest_integration_response to;
  if (status.size() != 3 || status.find_first_not_of("0123456789") != std::string::npos)
    from.expected("a status of three digits, such as 404, over each of statusCodes");
  else
    to.status = std::stoi(status);
  to.pattern = from["pattern"].text(ignored).value_or("");
  to.headers = read_texts(from["headers"]);
  to.headers.merge(read_texts(shared["headers"]));
  to.headers.merge(cors_headers(event["cors"]));
  const node own = from["template"];
  to.templates = read_texts(own);
  const auto text = own.is_map() ? std::nullopt : own.text(ignored);
  if (text) to.templates[std::string(json_type)] = *text;
  if (const auto general = shared["template"].text(ignored)) to.templates.emplace(json_type, *general);
  return to;
}

// What `integration: lambda` and `http` answer by when the file does not say it.
std::vector<rest_integration_response> default_responses() {
  const auto bracketed = [](int status) { return R"([\s\S]*\[)" + std::to_string(status) + R"(\][\s\S]*)"; };
  std::vector<rest_integration_response> out = {{.status = 200}};
  for (const int status : {400, 401, 403, 404, 422}) out.push_back({.status = status, .pattern = bracketed(status)});
  out.push_back(
      {.status = 500, .pattern = R"([\s\S]*(Process\s?exited\s?before\s?completing\s?request|\[500\])[\s\S]*)"});
  out.push_back({.status = 502, .pattern = bracketed(502)});
  out.push_back({.status = 504, .pattern = R"(([\s\S]*\[504\][\s\S]*)|(.*Task timed out after \d+\.\d+ seconds$))"});
  return out;
}

// One without a pattern answers what no other does.
void ensure_default(std::vector<rest_integration_response>& all, rest_integration_response otherwise) {
  if (std::ranges::any_of(all, [](const auto& one) { return one.pattern.empty(); })) return;
  std::erase_if(all, [](const auto& one) { return one.status == 200; });
  all.push_back(std::move(otherwise));
}

void read_responses(route& to, const node& event) {
  const node response = event["response"], nothing = response["statusCodes"]["none"];
  std::vector<rest_integration_response>& all = to.integration_setup.responses;
  for (const auto& [status, one] : response["statusCodes"].members())
    all.push_back(read_response(status, one, response, event));
  if (!all.empty()) {
    if (to.integration != "MOCK") ensure_default(all, read_response("200", nothing, response, event));
    return;
  }
  if (to.integration == "MOCK" || (to.integration == "HTTP" && !response.is_given())) return;
  all = default_responses();
  if (!response.is_given()) return;
  const rest_integration_response shared = read_response("200", nothing, response, event);
  for (rest_integration_response& one : all) one.headers = shared.headers, one.templates = shared.templates;
}

}  // namespace

void read_rest_integration(route& to, const node& event) {
  if (to.integration == "AWS_PROXY") return;
  if (is_http(to)) read_endpoint(to, event);
  if (is_http(to) || to.integration == "AWS") read_mappings(to, event["request"]["parameters"]);
  if (to.async) to.integration_setup.parameters["integration.request.header.X-Amz-Invocation-Type"] = "'Event'";
  if (to.integration == "HTTP_PROXY") return;
  read_request(to, event["request"]);
  read_responses(to, event);
}

}  // namespace lamina::config
