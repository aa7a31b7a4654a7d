#include <gtest/gtest.h>

#include "lamina/config/internal/loaded_text.h"

namespace lamina::config {
namespace {

using texts = std::vector<std::string>;

std::string with_url(std::string_view url, std::string_view custom = "") {
  return "service: shop\nprovider: {name: aws, runtime: provided.al2023}\n" + std::string(custom) +
         "functions:\n  api:\n    handler: a.b\n    url: " + std::string(url) + "\n";
}

std::optional<function_url> address_of(const loaded_text& one) { return one->functions.at(0).address; }

TEST(function_urls, are_there_when_they_are_asked_for) {
  EXPECT_FALSE(address_of(loaded_text(with_url("false"))));
  EXPECT_FALSE(address_of(loaded_text(with_url("null"))));
  const auto open = address_of(loaded_text(with_url("true")));
  ASSERT_TRUE(open);
  EXPECT_FALSE(open->is_signed);
  EXPECT_FALSE(open->streams);
  EXPECT_FALSE(open->cors);
  EXPECT_FALSE(open->port);
}

TEST(function_urls, may_be_signed_or_streamed) {
  const auto signed_one = address_of(loaded_text(with_url("{authorizer: aws_iam, invokeMode: RESPONSE_STREAM}")));
  ASSERT_TRUE(signed_one);
  EXPECT_TRUE(signed_one->is_signed);
  EXPECT_TRUE(signed_one->streams);
}

TEST(function_urls, have_the_frameworks_cors) {
  const auto all = address_of(loaded_text(with_url("{cors: true}")));
  ASSERT_TRUE(all && all->cors);
  EXPECT_EQ(all->cors->origins, texts{"*"});
  EXPECT_EQ(all->cors->methods, texts{"*"});
  EXPECT_EQ(all->cors->headers.size(), 6U);
  EXPECT_FALSE(all->cors->max_age);

  const auto own = address_of(loaded_text(
      with_url("{cors: {allowedOrigins: [https://a.example, https://b.example], allowedHeaders: null, maxAge: 300, "
               "allowCredentials: true, exposedResponseHeaders: [x-id]}}")));
  ASSERT_TRUE(own && own->cors);
  EXPECT_EQ(own->cors->origins, (texts{"https://a.example", "https://b.example"}));
  EXPECT_EQ(own->cors->headers, texts{});
  EXPECT_EQ(own->cors->methods, texts{"*"});
  EXPECT_EQ(own->cors->exposed_headers, texts{"x-id"});
  EXPECT_EQ(own->cors->max_age, 300);
  EXPECT_TRUE(own->cors->allow_credentials);
}

TEST(function_urls, take_a_port_of_their_own) {
  const loaded_text one(with_url("true", "custom: {lamina: {functionUrls: {api: {port: 3010}}}}\n"));
  ASSERT_TRUE(address_of(one));
  EXPECT_EQ(address_of(one)->port, 3010);
  EXPECT_EQ(one.all_warnings(), "");
}

TEST(function_urls, say_what_is_wrong) {
  EXPECT_NE(loaded_text(with_url("5")).failure().find("functions.api.url: expected true, false or a map"),
            std::string::npos);
  EXPECT_NE(loaded_text(with_url("{authorizer: jwt}")).failure().find("url.authorizer: expected aws_iam"),
            std::string::npos);
  EXPECT_NE(loaded_text(with_url("{invokeMode: STREAM}")).failure().find("expected BUFFERED or RESPONSE_STREAM"),
            std::string::npos);
  EXPECT_NE(loaded_text(with_url("{auth: aws_iam}")).all_warnings().find("did you mean"), std::string::npos);
}

TEST(function_urls, are_left_out_when_nobody_knows_who_may_use_them) {
  const loaded_text one(with_url("{authorizer: \"${ssm:/who}\"}"));
  EXPECT_FALSE(address_of(one));
  EXPECT_NE(one.all_warnings().find("left out rather than left open"), std::string::npos);
}

}  // namespace
}  // namespace lamina::config
