#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "lamina/testing/raw_http_client.h"
#include "tests/system/started_program.h"

namespace lamina {
namespace {

using testing::raw_http_client;
using testing::raw_http_response;
using testing::started_program;

// The service of docs/function-urls.md.
std::string service() {
  std::ostringstream text;
  text << std::ifstream(LAMINA_SOURCE_DIR "/docs/examples/function-urls.yml").rdbuf();
  return text.str();
}

raw_http_response ask(std::uint16_t port, const std::string& host, std::string_view method = "GET",
                      std::string_view headers = "") {
  raw_http_client client(port);
  client.send(std::string(method) + " /a?name=you HTTP/1.1\r\nHost: " + host + "\r\n" + std::string(headers) + "\r\n");
  return client.read_response();
}

class function_urls_served : public ::testing::Test {
 protected:
  // The address printed for a function: host and port.
  std::pair<std::string, std::uint16_t> address_of(const std::string& function) {
    std::smatch found;
    const std::regex line("Function " + function + " is served at http://([^:/]+):([0-9]+)/");
    if (!std::regex_search(lamina.output(), found, line)) return {};
    return {found[1], static_cast<std::uint16_t>(std::stoi(found[2]))};
  }

  started_program lamina{{{"serverless.yml", service()}},
                         {"serve", "--port", "0", "--artifacts", SYSTEM_FUNCTION_FOLDER, "--access-log", "off"}};
  const std::uint16_t port = lamina.port();
};

TEST_F(function_urls_served, by_host_name) {
  lamina.wait_for_line("Function upload");
  const auto [host, shared] = address_of("thumbnails");
  EXPECT_EQ(shared, port);
  EXPECT_EQ(ask(port, host).body, "hello you");
  EXPECT_EQ(ask(port, "0123." + host.substr(host.find('.') + 1)).body, R"({"Message":null})");
  const auto preflight =
      ask(port, host, "OPTIONS", "Origin: https://photos.example\r\nAccess-Control-Request-Method: GET\r\n");
  EXPECT_EQ(preflight.header("Access-Control-Allow-Origin"), "https://photos.example");
  EXPECT_EQ(preflight.header("Access-Control-Max-Age"), "600");
}

TEST_F(function_urls_served, by_a_port_of_its_own) {
  lamina.wait_for_line("Function upload");
  const auto [host, own] = address_of("hello");
  EXPECT_NE(own, port);
  EXPECT_EQ(ask(own, "whatever").body, "hello you");
}

TEST_F(function_urls_served, to_nobody_who_has_not_signed) {
  lamina.wait_for_line("Function upload");
  EXPECT_EQ(ask(port, address_of("upload").first).status, 403);
}

}  // namespace
}  // namespace lamina
