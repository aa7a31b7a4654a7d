#include "lamina/websocket/internal/link.h"

#include <gtest/gtest.h>

#include <optional>

namespace lamina::websocket {
namespace {

struct item : link {
  explicit item(int number) : name(number) {}
  int name;
};

std::vector<int> drained(link& head) {
  std::vector<int> names;
  while (!head.is_empty()) {
    names.push_back(static_cast<item&>(head.front()).name);
    head.front().remove();
  }
  return names;
}

TEST(link, keeps_the_order_and_lets_go_of_what_leaves) {
  link head;
  EXPECT_TRUE(head.is_empty());
  item one(1);
  std::optional<item> two(2);
  item three(3);
  head.push_back(one);
  head.push_back(*two);
  head.push_back(three);
  head.push_back(one);  // now the last
  two.reset();
  EXPECT_EQ(drained(head), (std::vector<int>{3, 1}));
}

TEST(link, moves_from_ring_to_ring) {
  link first;
  link second;
  item one(1);
  first.push_back(one);
  second.push_back(one);
  EXPECT_TRUE(first.is_empty());
  one.remove();
  one.remove();
  EXPECT_TRUE(second.is_empty());
}

}  // namespace
}  // namespace lamina::websocket
