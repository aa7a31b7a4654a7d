#include "lamina/gateway/integration/template_view.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

TEST(template_view, shows_a_request) {
  const template_view view({.account_id = "000000000000", .api_id = "abc", .stage = "dev", .variables = {{"c", "red"}}},
                           "/pets/{id}/{rest+}");
  field_list headers, query;
  headers.add("X-A", "1");
  headers.add("X-A", "2");
  query.add("q", "x");
  const std::vector<std::string_view> values = {"7", "a/b"};
  const std::string_view agent = "curl";
  rest_request request;
  request.method = "POST";
  request.context_path = "/dev/pets/7/a/b";
  request.path_values = values;
  request.headers = &headers;
  request.query = &query;
  request.body = "b";
  request.host = "abc.example.com:80";
  request.source_ip = "192.0.2.1";
  request.user_agent = &agent;
  request.time_epoch = 1722641683123;
  request.authorizer = R"("a":1)";
  std::string storage;
  const template_input seen = view.show(request, storage);
  using fields = template_input::fields;
  EXPECT_EQ(seen.body, "b");
  EXPECT_EQ(seen.path, (fields{{"id", "7"}, {"rest", "a/b"}}));
  EXPECT_EQ(seen.query, (fields{{"q", "x"}}));
  EXPECT_EQ(seen.headers, (fields{{"X-A", "2"}}));
  EXPECT_EQ(seen.authorizer, R"("a":1)");
  EXPECT_EQ(seen.stage_variables->at("c"), "red");
  const std::map<std::string_view, std::string_view> context(seen.context.begin(), seen.context.end());
  EXPECT_EQ(context.at("httpMethod"), "POST");
  EXPECT_EQ(context.at("resourcePath"), "/pets/{id}/{rest+}");
  EXPECT_EQ(context.at("stage"), "dev");
  EXPECT_EQ(context.at("path"), "/dev/pets/7/a/b");
  EXPECT_EQ(context.at("domainName"), "abc.example.com");
  EXPECT_EQ(context.at("domainPrefix"), "abc");
  EXPECT_EQ(context.at("requestTimeEpoch"), "1722641683123");
  const std::map<std::string_view, std::string_view> identity(seen.identity.begin(), seen.identity.end());
  EXPECT_EQ(identity.at("sourceIp"), "192.0.2.1");
  EXPECT_EQ(identity.at("userAgent"), "curl");
  EXPECT_EQ(identity.at("caller"), "");
  EXPECT_FALSE(identity.contains("apiKey"));
}

TEST(template_view, shows_keys_and_signers) {
  const template_view view({}, "/");
  field_list none;
  iam_identity who;
  who.account_id = "123456789012";
  who.access_key = "AKIA";
  rest_request request;
  request.headers = request.query = &none;
  request.identity = &who;
  request.api_key = "k";
  request.api_key_id = "i";
  std::string storage;
  const template_input seen = view.show(request, storage);
  const std::map<std::string_view, std::string_view> identity(seen.identity.begin(), seen.identity.end());
  EXPECT_EQ(identity.at("accountId"), "123456789012");
  EXPECT_EQ(identity.at("accessKey"), "AKIA");
  EXPECT_EQ(identity.at("apiKey"), "k");
  EXPECT_EQ(identity.at("apiKeyId"), "i");
}

}  // namespace
}  // namespace lamina::gateway
