#include "examples/user_store/page/page.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "examples/user_store/answers.h"
#include "lamina/testing/manual_scheduler.h"

namespace user_store {
namespace {

using namespace lamina;

http_response get(std::string_view path, const json::value& headers = json::object()) {
  lamina::testing::manual_scheduler loop;
  context invocation(loop);
  router page = make_page();
  page.finish(add_framework_headers);
  return page(http_event(json::value{{"httpMethod", "GET"}, {"path", path}, {"headers", headers}}), invocation);
}

TEST(page, is_served_with_the_files_it_loads) {
  const auto page = get("/page");
  EXPECT_EQ(page.status_code, 200);
  EXPECT_EQ(page.headers.at("Content-Type"), "text/html; charset=utf-8");
  EXPECT_TRUE(page.body.starts_with("<!doctype html>")) << page.body.substr(0, 40);
  EXPECT_TRUE(page.body.ends_with("</html>\n"));
  EXPECT_NE(page.body.find(R"(<script type="module" src="page.js">)"), page.body.npos);
  EXPECT_NE(page.body.find(R"(<link rel="stylesheet" href="page.css">)"), page.body.npos);
  EXPECT_EQ(get("/page.js").headers.at("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(get("/page.css").headers.at("Content-Type"), "text/css; charset=utf-8");
  EXPECT_EQ(get("/dev/page.js").body, get("/page.js").body);
}

TEST(page, is_to_the_letter_what_lies_here) {
  for (const auto& file : page_files()) {
    std::string path = std::string(LAMINA_SOURCE_DIR "/examples/user_store/page") + std::string(file.path);
    if (file.path == "/page") path += ".html";
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    EXPECT_EQ(file.text, text.str()) << path;
  }
}

TEST(page, may_run_only_its_own_files) {
  for (const auto& file : page_files()) {
    const auto headers = get(file.path).headers;
    EXPECT_TRUE(headers.at("Content-Security-Policy").starts_with("default-src 'none'; script-src 'self'"));
    EXPECT_EQ(headers.at("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(file.text.find("http://") == file.text.npos, file.path != "/page") << "only the icon's name space";
    EXPECT_EQ(file.text.find("https://"), file.text.npos);
    EXPECT_EQ(file.text.find(" style=\""), file.text.npos) << "would be refused";
  }
}

TEST(page, is_sent_once_and_then_only_when_it_is_new) {
  const std::string tag = get("/page.js").headers.at("ETag");
  EXPECT_EQ(get("/page.js").headers.at("Cache-Control"), "no-cache");
  const auto again = get("/page.js", {{"If-None-Match", tag}});
  EXPECT_EQ(again.status_code, 304);
  EXPECT_EQ(again.body, "");
}

TEST(page, has_one_address) {
  const auto response = get("/dev/page/");
  EXPECT_EQ(response.status_code, 308);
  EXPECT_EQ(response.headers.at("Location"), "../page");
  EXPECT_THROW(get("/"), error) << "the original answers 404 there";
}

}  // namespace
}  // namespace user_store
