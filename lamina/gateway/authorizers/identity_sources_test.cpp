#include "lamina/gateway/authorizers/identity_sources.h"

#include <gtest/gtest.h>

#include "lamina/gateway/internal/shown_request.h"

namespace lamina::gateway {
namespace {

using values = std::vector<std::string_view>;

class identity_sources_test : public ::testing::Test {
 protected:
  identity_sources_test() {
    request.query = "token=q1&token=q%202&empty=";
    request.variables = {{"stage", "dev"}, {"identity.sourceIp", "192.0.2.1"}};
    request.stage_variables = {{"tenant", "t1"}};
  }
  const values& read(std::vector<std::string> names) {
    const auto sources = identity_sources::compile(names);
    EXPECT_TRUE(sources) << sources.error().message;
    seen.values = {"left over"};
    sources->read(request, seen);
    return seen.values;
  }

  internal::shown_request request{{{"Host", "h"}, {"auth", "a1"}, {"AUTH", "a2"}, {"Blank", ""}}};
  identity_values seen;
};

TEST_F(identity_sources_test, finds_headers_in_any_case_and_the_last_of_repeats) {
  EXPECT_EQ(read({"route.request.header.Auth", "method.request.header.HOST", "$request.header.auth"}),
            (values{"a2", "h", "a2"}));
  EXPECT_TRUE(seen.is_complete);
}

TEST_F(identity_sources_test, finds_query_values_as_they_are_spelt) {
  EXPECT_EQ(read({"route.request.querystring.token", "method.request.querystring.token", "$request.querystring.token"}),
            (values{"q 2", "q 2", "q 2"}));
  EXPECT_TRUE(seen.is_complete);
  EXPECT_EQ(read({"route.request.querystring.Token"}), values{""});
  EXPECT_FALSE(seen.is_complete);
}

TEST_F(identity_sources_test, finds_what_context_and_stage_have) {
  EXPECT_EQ(read({"context.identity.sourceIp", "$context.stage", "stageVariables.tenant", "$stageVariables.tenant"}),
            (values{"192.0.2.1", "dev", "t1", "t1"}));
  EXPECT_TRUE(seen.is_complete);
  EXPECT_EQ(read({"context.identity.userAgent"}), values{""});
  EXPECT_FALSE(seen.is_complete);
}

TEST_F(identity_sources_test, are_not_complete_when_one_is_missing_or_empty) {
  for (const char* source :
       {"route.request.header.Other", "route.request.header.Blank", "route.request.querystring.empty",
        "route.request.querystring.other", "stageVariables.x"}) {
    read({"route.request.header.Auth", source});
    EXPECT_FALSE(seen.is_complete) << source;
  }
}

TEST_F(identity_sources_test, none_are_always_complete) {
  EXPECT_EQ(read({}), values{});
  EXPECT_TRUE(seen.is_complete);
  EXPECT_TRUE(identity_sources::compile({})->empty());
}

TEST(identity_sources, say_where_they_look) {
  EXPECT_TRUE(identity_sources::compile({"method.request.header.x"})->are_headers());
  EXPECT_FALSE(identity_sources::compile({"method.request.header.x", "context.stage"})->are_headers());
  EXPECT_TRUE(identity_sources::compile({"stageVariables.x"})->have_stage_variables());
  EXPECT_FALSE(identity_sources::compile({"route.request.header.x"})->have_stage_variables());
}

TEST(identity_sources, refuses_other_forms) {
  for (const char* source : {"", "Auth", "route.request.header.", "header.Auth", "route.request.body.x",
                             "method.request.path.id", "context.", "$request.path.x"}) {
    const auto made = identity_sources::compile({source});
    ASSERT_FALSE(made) << source;
    EXPECT_NE(made.error().message.find("found \"" + std::string(source) + "\""), std::string::npos);
  }
}

}  // namespace
}  // namespace lamina::gateway
