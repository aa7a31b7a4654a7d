#include "lamina/gateway/function_url/url_api.h"

#include <gtest/gtest.h>

#include "lamina/gateway/internal/scripted.h"

namespace lamina::gateway {
namespace {

config::function with_url(std::string key, config::function_url address = {}) {
  config::function made;
  made.key = std::move(key);
  made.address = std::move(address);
  return made;
}

class url_api_test : public ::testing::Test {
 protected:
  url_api_test() {
    service.name = "shop";
    service.functions = {with_url("api"), with_url("other")};
  }
  url_api make() {
    auto made = make_url_api(service, functions, options);
    EXPECT_TRUE(made) << made.error().message;
    return *std::move(made);
  }

  config::service service;
  gateway_options options;
  std::shared_ptr<internal::scripted> target = std::make_shared<internal::scripted>("{}");
  function_map functions{{"api", target}, {"other", target}};
};

TEST_F(url_api_test, gives_each_function_an_id_that_stays_the_same) {
  const url_api first = make(), second = make();
  ASSERT_EQ(first.functions.size(), 2U);
  EXPECT_EQ(first.functions[0].stage.api_id.size(), 32U);
  EXPECT_NE(first.functions[0].stage.api_id, first.functions[1].stage.api_id);
  EXPECT_EQ(first.functions[0].stage.api_id, second.functions[0].stage.api_id);
  EXPECT_EQ(first.functions[0].host, first.functions[0].stage.api_id + ".lambda-url.us-east-1.localhost");
}

TEST_F(url_api_test, finds_a_function_by_the_host) {
  const url_api api = make();
  const std::string id = api.functions[1].stage.api_id;
  for (const std::string& host : {id + ".lambda-url.us-east-1.localhost:3000", id + ".lambda-url.eu-west-1.on.aws",
                                  id + ".LAMBDA-URL.example.org"}) {
    EXPECT_TRUE(find_url(api, host).names_url) << host;
    EXPECT_EQ(find_url(api, host).index, 1U) << host;
  }
  EXPECT_TRUE(find_url(api, "0123.lambda-url.us-east-1.on.aws").names_url);
  EXPECT_FALSE(find_url(api, "0123.lambda-url.us-east-1.on.aws").index);
  for (const char* host : {"", "127.0.0.1:3000", "localhost", "lambda-url.x", ".", "[::1]:3000"})
    EXPECT_FALSE(find_url(api, host).names_url) << host;
}

TEST_F(url_api_test, takes_everything_when_there_is_nothing_else) {
  EXPECT_FALSE(make().takes_all) << "two URLs";
  service.functions.pop_back();
  EXPECT_TRUE(make().takes_all);
  service.routes = {internal::rest_route_of("GET", "/", "api")};
  EXPECT_FALSE(make().takes_all) << "a route";
}

TEST_F(url_api_test, says_when_nobodys_keys_are_known_for_a_url_whose_callers_sign) {
  service.functions[0].address->is_signed = true;
  const url_api api = make();
  EXPECT_EQ(api.functions[0].authorizer, 0U);
  EXPECT_FALSE(api.functions[1].authorizer);
  EXPECT_EQ(api.functions[0].stage.account_id, "000000000000");
  EXPECT_EQ(api.functions[1].stage.account_id, "anonymous");
  EXPECT_FALSE(api.notes.empty());
}

TEST_F(url_api_test, needs_the_function) {
  functions.erase("other");
  const auto made = make_url_api(service, functions, options);
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("there is no function \"other\""), std::string::npos);
}

}  // namespace
}  // namespace lamina::gateway
