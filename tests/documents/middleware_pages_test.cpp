// Every page lamina/middlewares/*/README.md has a C++ sample, and entries of declared chains that the registry takes.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sample_surroundings.h"

namespace lamina {
namespace {

struct page {
  std::string name;  // of its folder
  std::string text;
};

std::vector<page> read_pages() {
  std::vector<page> pages;
  for (const auto& entry : std::filesystem::directory_iterator(LAMINA_SOURCE_DIR "/lamina/middlewares")) {
    if (!entry.is_directory()) continue;
    std::ifstream file(entry.path() / "README.md", std::ios::binary);
    pages.push_back({entry.path().filename(), std::string(std::istreambuf_iterator<char>(file), {})});
  }
  return pages;
}

// What stands between `open` and the next `close`, for every `open`.
std::vector<std::string> between(std::string_view text, std::string_view open, std::string_view close) {
  std::vector<std::string> found;
  for (std::size_t at = text.find(open); at != text.npos; at = text.find(open, at)) {
    at += open.size();
    found.emplace_back(text.substr(at, text.find(close, at) - at));
  }
  return found;
}

// The entries of declared chains: blocks of JSON, and code within a line that is an object with a name.
std::vector<std::string> entries_of(const page& page) {
  std::vector<std::string> entries = between(page.text, "\n```json\n", "\n```");
  for (const std::string& rest : between(page.text, "`{\"name\":", "`")) entries.push_back("{\"name\":" + rest);
  return entries;
}

// What Middy calls the middleware of a folder.
std::string name_of(const page& page) {
  std::string name = page.name;
  std::ranges::replace(name, '_', '-');
  return name;
}

TEST(middleware_pages, show_a_sample_each) {
  const auto pages = read_pages();
  EXPECT_GE(pages.size(), 23u);
  for (const page& page : pages) EXPECT_NE(page.text.find("\n```cpp\n"), page.text.npos) << page.name;
}

TEST(middleware_pages, declare_entries_that_the_registry_takes) {
  const registry& all = standard_middlewares();
  for (const page& page : read_pages()) {
    const auto entries = entries_of(page);
    EXPECT_FALSE(entries.empty()) << page.name;
    for (const std::string& written : entries) {
      try {
        const json::value entry = json::parse(written);
        EXPECT_EQ(entry.at("name"), json::value(name_of(page)));
        const json::value* options = json::find(entry, "options");
        all.make(entry.at("name").as_string(), options ? options->as_object() : json::object());
      } catch (const std::exception& caught) {
        ADD_FAILURE() << page.name << ": " << written << ": " << caught.what();
      }
    }
  }
}

}  // namespace
}  // namespace lamina
