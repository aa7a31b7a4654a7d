#include "lamina/gateway/authorizers/identity_sources.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

using values = std::vector<std::string_view>;

class identity_sources_test : public ::testing::Test {
 protected:
  identity_sources_test() {
    query.add("token", "q1");
    query.add("token", "q2");
    query.add("empty", "");
    facts = {headers, &query, context};
  }
  values read(std::vector<std::string> names) {
    const auto sources = identity_sources::compile(names);
    EXPECT_TRUE(sources) << sources.error().message;
    values found = {"left over"};
    sources->read(found, facts);
    present = sources->are_present(facts);
    return found;
  }

  const std::vector<http::header> headers = {{"Host", "h"}, {"auth", "a1"}, {"AUTH", "a2"}, {"Blank", ""}};
  const std::pair<std::string_view, std::string_view> context[2] = {{"stage", "dev"},
                                                                    {"identity.sourceIp", "192.0.2.1"}};
  field_list query;
  identity_facts facts;
  bool present = false;
};

TEST_F(identity_sources_test, finds_headers_in_any_case_and_the_last_of_repeats) {
  EXPECT_EQ(read({"route.request.header.Auth", "method.request.header.HOST"}), (values{"a2", "h"}));
  EXPECT_TRUE(present);
}

TEST_F(identity_sources_test, finds_query_values_as_they_are_spelt) {
  EXPECT_EQ(read({"route.request.querystring.token", "method.request.querystring.token"}), (values{"q2", "q2"}));
  EXPECT_TRUE(present);
  EXPECT_EQ(read({"route.request.querystring.Token"}), values{""});
  EXPECT_FALSE(present);
}

TEST_F(identity_sources_test, finds_what_the_context_has) {
  EXPECT_EQ(read({"context.identity.sourceIp", "context.stage"}), (values{"192.0.2.1", "dev"}));
  EXPECT_TRUE(present);
  EXPECT_EQ(read({"context.identity.userAgent"}), values{""});
  EXPECT_FALSE(present);
}

TEST_F(identity_sources_test, are_not_present_when_one_is_missing_or_empty) {
  for (const char* source :
       {"route.request.header.Other", "route.request.header.Blank", "route.request.querystring.empty",
        "route.request.querystring.other", "stageVariables.x"}) {
    read({"route.request.header.Auth", source});
    EXPECT_FALSE(present) << source;
  }
  facts = {};
  read({"route.request.querystring.token"});
  EXPECT_FALSE(present);
}

TEST_F(identity_sources_test, none_are_always_present) {
  EXPECT_EQ(read({}), values{});
  EXPECT_TRUE(present);
  EXPECT_TRUE(identity_sources::compile({})->empty());
}

TEST(identity_sources, knows_stage_variables) {
  EXPECT_TRUE(identity_sources::compile({"stageVariables.x"})->has_stage_variables());
  EXPECT_FALSE(identity_sources::compile({"route.request.header.x"})->has_stage_variables());
}

TEST(identity_sources, refuses_other_forms) {
  for (const char* source : {"", "Auth", "route.request.header.", "header.Auth", "route.request.body.x",
                             "$request.header.Auth", "method.request.path.id", "context."}) {
    const auto made = identity_sources::compile({source});
    ASSERT_FALSE(made) << source;
    EXPECT_NE(made.error().message.find("found \"" + std::string(source) + "\""), std::string::npos);
  }
}

}  // namespace
}  // namespace lamina::gateway
