// Every example of docs/authorizers.md is a service whose guarded routes are open to those who may pass.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "lamina/config/serverless.h"
#include "lamina/gateway/http_api/http_api.h"
#include "lamina/gateway/rest/rest_api.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina {
namespace {

struct no_function : function_pool::function {
  void invoke(function_pool::invocation, scheduler&, completion) override {}
};

std::vector<std::string> examples() {
  std::ifstream file(LAMINA_SOURCE_DIR "/docs/authorizers.md", std::ios::binary);
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  std::vector<std::string> found;
  const std::string begin = "```yaml\n", end = "```\n";
  for (std::size_t at = page.find(begin); at != page.npos; at = page.find(begin, at)) {
    at += begin.size();
    found.push_back(page.substr(at, page.find(end, at) - at));
  }
  return found;
}

// What keeps somebody out for ever, or is worth a note; "" for nothing.
std::string flaw_of(const config::service& service) {
  gateway::function_map functions;
  for (const auto& one : service.functions) functions[one.key] = std::make_shared<no_function>();
  const gateway::gateway_options options;
  const auto rest = gateway::make_rest_api(service, functions, options);
  if (!rest) return rest.error().message;
  const auto http = gateway::make_http_api(service, functions, options);
  if (!http) return http.error().message;
  for (const auto& route : rest->routes)
    if (!route.closed.empty() || !route.authorizer) return route.resource + ": " + route.closed;
  if (*http)
    for (const auto& route : (*http)->routes)
      if (!route.closed.empty() || !route.authorizer) return route.key + ": " + route.closed;
  return rest->authorizers.notes().empty() ? "" : rest->authorizers.notes().front();
}

TEST(authorizers_page, has_examples_that_work) {
  const testing::temporary_folder folder;
  std::ofstream(folder.path() / "keys.json") << R"({"keys":[]})";
  const auto all = examples();
  EXPECT_EQ(all.size(), 5U);
  for (const std::string& text : all) {
    config::warnings warned;
    auto service = config::load_serverless_text(text, {}, warned);
    ASSERT_TRUE(service) << service.error().message;
    EXPECT_TRUE(warned.empty()) << warned.front().message();
    service->directory = folder.path().string();
    EXPECT_EQ(flaw_of(*service), "") << text;
  }
}

}  // namespace
}  // namespace lamina
