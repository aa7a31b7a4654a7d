#include "tests/parity/gateway/case_runner.h"

#include <exception>
#include <string>

#include "tests/parity/gateway/http_client.h"
#include "tests/parity/gateway/response_expectation.h"
#include "tests/parity/gateway/served_case.h"
#include "tests/parity/gateway/websocket_script.h"

namespace parity {
namespace {

namespace json = lamina::json;

std::string send(const served_case& served, const json::value& request, const json::value* expected) {
  const bool is_head = json::find_string(request, "method") == "HEAD";
  const auto got = ask(served.port(), request_bytes(request, served.prefix()), is_head);
  return expected == nullptr ? "" : response_difference(*expected, got);
}

std::string talk(const served_case& served, const json::value& test) {
  if (const json::value* steps = json::find(test, "steps")) return websocket_script(served).run(*steps);
  const json::value* sequence = json::find(test, "sequence");
  if (sequence == nullptr) return send(served, test.at("request"), json::find(test, "expectResponse"));
  std::string difference;
  for (const json::value& step : sequence->as_array())
    if (difference.empty()) difference = send(served, step.at("request"), json::find(step, "expectResponse"));
  return difference;
}

// "" when everything fits.
std::string run(served_case& served, const json::value& test) {
  served.start();
  std::string difference = talk(served, test);
  served.stop();
  return difference.empty() ? served.check_invocations() : difference;
}

}  // namespace

verdict run_case(const json::value& test) {
  using kind = verdict::kind;
  try {
    served_case served(test);
    std::string difference = run(served, test);
    const kind what = difference.empty() ? kind::passed : kind::failed;
    return {what, std::move(difference)};
  } catch (const std::exception& failure) {
    return {kind::failed, failure.what()};
  }
}

}  // namespace parity
