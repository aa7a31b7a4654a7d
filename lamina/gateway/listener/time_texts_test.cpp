#include "lamina/gateway/listener/time_texts.h"

#include <gtest/gtest.h>

namespace lamina::gateway {
namespace {

system_time at(std::int64_t milliseconds) { return system_time(std::chrono::milliseconds(milliseconds)); }

TEST(time_texts, one_moment_in_three_spellings) {
  time_texts texts;
  texts.update(at(1722641683123));
  EXPECT_EQ(texts.http_date(), "Fri, 02 Aug 2024 23:34:43 GMT");
  EXPECT_EQ(texts.common_log(), "02/Aug/2024:23:34:43 +0000");
  EXPECT_EQ(texts.iso(), "2024-08-02T23:34:43");
  EXPECT_EQ(texts.epoch_milliseconds(), 1722641683123);
}

TEST(time_texts, follow_the_clock) {
  time_texts texts;
  texts.update(at(0));
  EXPECT_EQ(texts.iso(), "1970-01-01T00:00:00");
  texts.update(at(999));
  EXPECT_EQ(texts.iso(), "1970-01-01T00:00:00");
  EXPECT_EQ(texts.epoch_milliseconds(), 999);
  texts.update(at(1000));
  EXPECT_EQ(texts.iso(), "1970-01-01T00:00:01");
}

}  // namespace
}  // namespace lamina::gateway
