#include "lamina/engine/registry.h"

#include <gtest/gtest.h>

#include "lamina/base/error.h"
#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

struct limit {
  static constexpr std::string_view name = "limit";
  static limit from_json(const json::object& options) {
    options_reader read(options, "@middy/limit");
    limit made;
    read.integer("maximum", made.maximum);
    read.finish();
    return made;
  }
  void before(request&) const {}
  int maximum = 0;
};

TEST(registry, makes_a_middleware_from_its_name_and_options) {
  registry subject;
  subject.add<limit>();
  EXPECT_EQ(subject.names(), std::vector<std::string>{"limit"});
  const middleware made = subject.make("limit", {{"maximum", 3}});
  EXPECT_EQ(made.name(), "limit");
  EXPECT_EQ(static_cast<const limit*>(made.owner().get())->maximum, 3);
}

TEST(registry, hands_on_what_the_options_reader_found) {
  registry subject;
  subject.add<limit>();
  EXPECT_THROW(subject.make("limit", {{"minimum", 3}}), error);
}

TEST(registry, replaces_one_of_the_same_name) {
  registry subject;
  subject.add<limit>().add("limit", [](const json::object&) { return middleware(); });
  EXPECT_FALSE(subject.make("limit").has_hooks());
  EXPECT_TRUE(subject.contains("limit"));
}

TEST(registry, names_the_middleware_it_does_not_know) {
  try {
    registry().make("x");
    FAIL();
  } catch (const error& caught) {
    EXPECT_EQ(caught.message, "Unknown middleware 'x'");
  }
}

}  // namespace
}  // namespace lamina
