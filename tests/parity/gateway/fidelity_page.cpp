#include "tests/parity/gateway/fidelity_page.h"

#include <algorithm>
#include <utility>

namespace parity {
namespace {

using lamina::parity::verdict;

constexpr std::pair<std::string_view, std::string_view> titles[] = {
    {"rest-events", "REST APIs: the event"},
    {"rest-routing", "REST APIs: routing"},
    {"rest-response", "REST APIs: the response"},
    {"rest-binary", "REST APIs: binary bodies"},
    {"rest-errors", "REST APIs: failures, time limits, sizes"},
    {"rest-validation", "REST APIs: request validation and API keys"},
    {"rest-api-keys", "REST APIs: API keys, usage plans, throttling"},
    {"rest-cors", "REST APIs: CORS and gateway responses"},
    {"rest-gateway-responses", "REST APIs: gateway responses"},
    {"rest-integrations", "REST APIs: other integrations, compression"},
    {"authorizers", "REST APIs: authorizers"},
    {"http-events", "HTTP APIs: the event"},
    {"http-routing", "HTTP APIs: routing"},
    {"http-response", "HTTP APIs: the response"},
    {"http-cors", "HTTP APIs: CORS"},
    {"http-authorizers", "HTTP APIs: authorizers"},
    {"function-url", "Function URLs"},
    {"websocket", "WebSocket APIs"}};

constexpr std::pair<std::string_view, std::string_view> kinds[] = {
    {"aws-recorded", "a recording of the live service"},
    {"aws-docs", "stated by AWS's documentation"},
    {"aws-reported", "measured or described by users and AWS engineers"},
    {"serverless-framework", "what the Serverless Framework's template makes of it"},
    {"ours", "decided here, where nothing is published"}};

std::string_view kind_of(std::string_view source) {
  for (const auto& [kind, meaning] : kinds)
    if (source.starts_with(kind)) return kind;
  return "another";
}

// Text for a cell of a table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_' || c == '`') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string result_of(const verdict& said) {
  switch (said.what) {
    case verdict::kind::passed: return "as the service";
    case verdict::kind::failed: return "**differs**: " + cell(said.detail);
    case verdict::kind::skipped: return "not tried: " + cell(said.detail);
  }
  return {};
}

constexpr std::string_view introduction =
    "# Fidelity\n\n"
    "Each line is a case that runs against the gateway in every test run: real bytes over a socket, the event and the "
    "response compared.\n"
    "This page is written by that run (`build/dev/parity-gateway --page docs/fidelity.md parity/gateway "
    "tests/parity/gateway/more`) and a test\n"
    "fails when it is out of date. The cases are data ([parity/gateway](../parity/gateway/README.md),\n"
    "[tests/parity/gateway/more](../tests/parity/gateway/more/README.md)); the runner takes a folder, so you can point "
    "it at cases of your own.\n\n";

}  // namespace

std::string behaviour_of(std::string_view id) {
  const std::size_t first = id.find('/');
  if (first != std::string_view::npos) id.remove_prefix(first + 1);
  if (id.size() > 3 && id[id.size() - 3] == '-') id.remove_suffix(3);
  std::string out;
  for (const char c : id) {
    if (c == '/')
      out += ": ";
    else
      out += c == '-' ? ' ' : c;
  }
  return out;
}

void fidelity_page::add(std::string_view group, const lamina::json::value& test, const verdict& said) {
  namespace json = lamina::json;
  const std::string_view source = json::find_string(test, "source");
  groups_[std::string(group)].push_back(
      {cell(behaviour_of(json::find_string(test, "id"))), cell(source), result_of(said)});
  tally& of_kind = sources_[std::string(kind_of(source))];
  ++of_kind.cases;
  if (said.what == verdict::kind::passed) ++of_kind.passed;
}

std::string fidelity_page::text() const {
  std::string out(introduction);
  out += "| source | what it is | cases | as the service |\n| --- | --- | --- | --- |\n";
  for (const auto& [kind, meaning] : kinds)
    if (const auto found = sources_.find(kind); found != sources_.end())
      out += "| " + std::string(kind) + " | " + std::string(meaning) + " | " + std::to_string(found->second.cases) +
             " | " + std::to_string(found->second.passed) + " |\n";
  for (const auto& [group, title] : titles) {
    const auto found = groups_.find(group);
    if (found == groups_.end()) continue;
    out += "\n## " + std::string(title) + "\n\n| behaviour | known from | here |\n| --- | --- | --- |\n";
    for (const row& one : found->second) out += "| " + one.behaviour + " | " + one.source + " | " + one.result + " |\n";
  }
  return out;
}

}  // namespace parity
