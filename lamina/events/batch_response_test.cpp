#include "lamina/events/batch_response.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

TEST(batch_response, names_what_failed) {
  EXPECT_EQ(json::serialize(batch_response{.failed = {"a", "b"}}.to_json()),
            R"({"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]})");
  EXPECT_EQ(json::serialize(batch_response().to_json()), R"({"batchItemFailures":[]})");
}

}  // namespace
}  // namespace lamina
