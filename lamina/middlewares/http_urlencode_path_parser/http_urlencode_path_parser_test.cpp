#include "lamina/middlewares/http_urlencode_path_parser/http_urlencode_path_parser.h"

#include <gtest/gtest.h>

#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

std::string decoded(std::string_view event) {
  testing::test_request call(json::parse(event));
  EXPECT_TRUE(http_urlencode_path_parser().before(call.request).goes_on());
  return json::serialize(call.request.event);
}

TEST(http_urlencode_path_parser, decodes_values_only) {
  EXPECT_EQ(decoded(R"({"pathParameters":{"%41":"%41","proxy":"a%2Fb%2fc","x":"M%C3%AEddy","y":"a+b%2B","z":"é"}})"),
            R"({"pathParameters":{"%41":"A","proxy":"a/b/c","x":"Mîddy","y":"a+b+","z":"é"}})");
}

TEST(http_urlencode_path_parser, leaves_the_rest_alone) {
  for (const std::string event : {R"({"pathParameters":{"n":null,"b":true,"l":["%20"]}})", R"({"pathParameters":null})",
                                  R"({"pathParameters":"%20"})", R"({})", "null"})
    EXPECT_EQ(decoded(event), event);
}

TEST(http_urlencode_path_parser, refuses_what_is_not_utf8) {
  for (const std::string_view value : {"%", "%zz", "%C3", "%c0%af", "a%2"}) {
    testing::test_request call({{"pathParameters", {{"a", "%41"}, {"id", value}}}});
    step said = http_urlencode_path_parser().before(call.request);
    ASSERT_NE(said.failure(), nullptr) << value;
    EXPECT_EQ(said.failure()->status_code, 400);
    EXPECT_EQ(said.failure()->message, "Invalid path parameter encoding");
    EXPECT_EQ(json::find_string(*said.failure()->cause, "data"), "id");
    EXPECT_EQ(call.event("pathParameters").at("a"), json::value("A"));
  }
}

TEST(http_urlencode_path_parser, has_no_options) {
  EXPECT_TRUE(standard_middlewares().make(http_urlencode_path_parser::name).before());
  EXPECT_THROW(standard_middlewares().make(http_urlencode_path_parser::name, {{"a", 1}}), error);
}

}  // namespace
}  // namespace lamina
