#include "lamina/function_pool/streamed_response.h"

#include <gtest/gtest.h>

namespace lamina::function_pool {
namespace {

const std::string separator(8, '\0');

TEST(streamed_response, metadata_and_body_become_one_document) {
  EXPECT_EQ(buffered_response(R"({"statusCode":201,"headers":{"a":"b"}})" + separator + "say \"hi\"\n"),
            R"({"statusCode":201,"headers":{"a":"b"},"isBase64Encoded":false,"body":"say \"hi\"\n"})");
  EXPECT_EQ(buffered_response("{}" + separator), R"({"isBase64Encoded":false,"body":""})");
}

TEST(streamed_response, a_body_that_is_no_text_is_base64) {
  EXPECT_EQ(buffered_response("{}" + separator + "\xff\xfe"), R"({"isBase64Encoded":true,"body":"//4="})");
}

TEST(streamed_response, a_body_may_have_nul_bytes) {
  EXPECT_EQ(buffered_response("{}" + separator + separator),
            R"({"isBase64Encoded":false,"body":"\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"})");
}

TEST(streamed_response, the_body_counts_not_one_in_the_metadata) {
  EXPECT_EQ(buffered_response(R"({"body":1,"isBase64Encoded":true})" + separator + "x"),
            R"({"isBase64Encoded":false,"body":"x"})");
}

TEST(streamed_response, other_bytes_are_no_such_document) {
  for (const std::string& bytes : {std::string("plain"), "[1]" + separator + "x", "{" + separator + "x", std::string()})
    EXPECT_EQ(buffered_response(bytes), std::nullopt);
}

}  // namespace
}  // namespace lamina::function_pool
