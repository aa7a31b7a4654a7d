#include "lamina/base/error.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(error, a_status_gives_name_message_and_exposure) {
  const error not_found(404);
  EXPECT_EQ(not_found.name, "NotFoundError");
  EXPECT_STREQ(not_found.what(), "Not Found");
  EXPECT_TRUE(not_found.is_exposed());

  const error internal(500);
  EXPECT_EQ(internal.name, "InternalServerError");
  EXPECT_FALSE(internal.is_exposed());

  EXPECT_EQ(error(418).name, "ImaTeapotError");
  EXPECT_EQ(error(599).name, "UnknownError");
}

TEST(error, without_a_status_it_is_a_plain_error_and_hidden) {
  const error plain("boom");
  EXPECT_EQ(plain.status_code, 0);
  EXPECT_EQ(plain.name, "Error");
  EXPECT_FALSE(plain.is_exposed());
}

TEST(error, expose_decides_when_given) {
  error hidden(404);
  hidden.expose = false;
  EXPECT_FALSE(hidden.is_exposed());
}

TEST(error, cause_names_the_package) {
  const auto failed = error(415).with_cause("@middy/http-json-body-parser", "text/plain");
  EXPECT_EQ(failed.cause->at("package"), "@middy/http-json-body-parser");
  EXPECT_EQ(failed.cause->at("data"), "text/plain");
}

TEST(error, copies_share_the_cause_and_compare_it_by_value) {
  const auto failed = error(415).with_cause("a", "text/plain");
  error copy = failed;
  EXPECT_EQ(&*copy.cause, &*failed.cause);
  EXPECT_EQ(error(400).with_cause("a", "text/plain").cause, failed.cause);
  EXPECT_FALSE(error(400).with_cause("b").cause == failed.cause);
  copy.cause.reset();
  EXPECT_FALSE(copy.cause.has_value());
  EXPECT_TRUE(failed.cause.has_value());
}

}  // namespace
}  // namespace lamina
