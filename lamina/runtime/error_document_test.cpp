#include "lamina/runtime/error_document.h"

#include <gtest/gtest.h>

#include "lamina/json/json.h"

namespace lamina::runtime {
namespace {

TEST(error_document, has_the_members_lambda_wants) {
  std::string out;
  append_error_document(out, error(404, "no \"order\" 7"));
  EXPECT_EQ(out, R"({"errorMessage":"no \"order\" 7","errorType":"NotFoundError","stackTrace":[]})");
}

TEST(error_document, any_bytes_become_json_that_can_be_read) {
  std::string out;
  append_error_document(out, error("caf\u00e9 \xe9 \n\x01"));
  EXPECT_EQ(json::find_string(json::parse(out), "errorMessage"), "caf\u00e9 \ufffd \n\x01");
}

}  // namespace
}  // namespace lamina::runtime
