// docs/coming-from-middy.md names every middleware that there is, and none that there is not.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "lamina/lamina.h"

namespace lamina {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(LAMINA_SOURCE_DIR + ("/" + path), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The names that the page's tables link to the page of a middleware: "| [http-cors](../lamina/middlewares/http_cors/".
std::set<std::string> linked_names() {
  const std::string page = read_file("docs/coming-from-middy.md");
  const std::regex row(R"(\| \[([a-z0-9-]+)\]\(\.\./lamina/middlewares/)");
  std::set<std::string> names;
  for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at) names.insert((*at)[1]);
  return names;
}

TEST(coming_from_middy, links_only_to_middlewares_that_the_registry_has) {
  const auto names = linked_names();
  EXPECT_GE(names.size(), 25u);
  for (const std::string& name : names) EXPECT_TRUE(standard_middlewares().contains(name)) << name;
}

TEST(coming_from_middy, names_every_middleware_of_the_registry) {
  const std::string page = read_file("docs/coming-from-middy.md");
  for (const std::string& name : standard_middlewares().names())
    EXPECT_TRUE(page.find("[" + name + "](") != page.npos || page.find("`" + name + "`") != page.npos)
        << name << " is not in docs/coming-from-middy.md";
}

}  // namespace
}  // namespace lamina
