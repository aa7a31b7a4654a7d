#include "lamina/middlewares/registry.h"

#include <gtest/gtest.h>

#include "lamina/base/error.h"

namespace lamina {
namespace {

TEST(standard_middlewares, make_each_of_them_by_its_name) {
  EXPECT_TRUE(standard_middlewares().contains("warmup"));
  EXPECT_EQ(standard_middlewares().make("warmup").name(), "warmup");
}

TEST(standard_middlewares, name_what_they_do_not_have) {
  try {
    standard_middlewares().make("http-corse");
    FAIL();
  } catch (const error& caught) {
    EXPECT_EQ(caught.message, "Unknown middleware 'http-corse'");
  }
}

}  // namespace
}  // namespace lamina
