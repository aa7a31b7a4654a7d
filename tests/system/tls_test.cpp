// https and wss through the real program, with curl as the client.
#include <gtest/gtest.h>
#include <signal.h>  // NOLINT: SIGHUP

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>

#include "lamina/http/tls.h"
#include "tests/system/started_program.h"

namespace lamina {
namespace {

using namespace std::chrono_literals;
using testing::started_program;

constexpr std::string_view service = R"(service: system
provider: {name: aws, runtime: provided.al2023, stage: dev}
functions:
  hello: {handler: main.hello, events: [{http: GET hello}]}
)";

std::vector<std::string> arguments(const std::vector<std::string>& more) {
  std::vector<std::string> all = {"serve", "--port", "0", "--artifacts", SYSTEM_FUNCTION_FOLDER, "--access-log", "off"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

// What curl prints, and says when it fails.
std::string curl(const std::string& options) {
  std::FILE* const pipe = ::popen(("curl --silent --show-error --max-time 20 " + options + " 2>&1").c_str(), "r");
  std::string output;
  std::array<char, 4096> bytes;
  for (std::size_t got = 0; (got = std::fread(bytes.data(), 1, bytes.size(), pipe)) != 0;)
    output.append(bytes.data(), got);
  ::pclose(pipe);
  return output;
}

std::string hello(std::uint16_t port) { return "https://localhost:" + std::to_string(port) + "/dev/hello?name=you"; }

TEST(serve_tls, a_certificate_of_its_own_is_made_for_clients_to_trust) {
  started_program lamina({{"serverless.yml", std::string(service)}}, arguments({"--tls"}));
  const auto port = lamina.port();
  const std::string certificate = lamina.folder() + "/.lamina/tls/certificate.pem";
  EXPECT_EQ(curl("--cacert " + certificate + " " + hello(port)), "hello you");
  EXPECT_NE(curl(hello(port)).find("self-signed certificate"), std::string::npos);
  lamina.signal(SIGTERM);
  EXPECT_EQ(lamina.wait(), 0);
  EXPECT_NE(lamina.output().find("https://127.0.0.1:"), std::string::npos);
  EXPECT_NE(lamina.output().find("curl --cacert .lamina/tls/certificate.pem"), std::string::npos);
}

TEST(serve_tls, curl_speaks_http2_however_it_comes_to_it) {
  started_program secure({{"serverless.yml", std::string(service)}}, arguments({"--tls"}));
  const std::string version = " --output /dev/null --write-out '%{http_version} %{http_code}' ";
  const auto port = secure.port();
  const std::string trusting = "--cacert " + secure.folder() + "/.lamina/tls/certificate.pem ";
  EXPECT_EQ(curl(trusting + "--http2" + version + hello(port)), "2 200");
  EXPECT_EQ(curl(trusting + "--http1.1" + version + hello(port)), "1.1 200");
  started_program plain({{"serverless.yml", std::string(service)}}, arguments({}));
  const std::string url = "http://localhost:" + std::to_string(plain.port()) + "/dev/hello";
  EXPECT_EQ(curl("--http2" + version + url), "2 200");
  EXPECT_EQ(curl("--http2-prior-knowledge" + version + url), "2 200");
  EXPECT_EQ(curl("--http1.0" + version + url), "1.1 200");
}

TEST(serve_tls, sighup_reads_the_certificate_again) {
  const auto now = std::chrono::system_clock::now();
  const auto first = http::make_self_signed({"localhost"}, now).value();
  const auto second = http::make_self_signed({"localhost"}, now).value();
  started_program lamina({{"serverless.yml", std::string(service)},
                          {"own.pem", first.certificate},
                          {"key.pem", first.key},
                          {"second.pem", second.certificate}},
                         arguments({"--tls-certificate", "own.pem", "--tls-key", "key.pem"}));
  const auto port = lamina.port();
  EXPECT_EQ(curl("--cacert " + lamina.folder() + "/own.pem " + hello(port)), "hello you");
  std::ofstream(lamina.folder() + "/own.pem") << second.certificate;
  std::ofstream(lamina.folder() + "/key.pem") << second.key;
  lamina.signal(SIGHUP);
  std::string answer;
  for (const auto end = std::chrono::steady_clock::now() + 10s;
       answer != "hello you" && std::chrono::steady_clock::now() < end;)
    answer = curl("--cacert " + lamina.folder() + "/second.pem " + hello(port));
  EXPECT_EQ(answer, "hello you");
}

TEST(serve_tls, a_bad_file_stops_the_start_and_is_named) {
  started_program lamina({{"serverless.yml", std::string(service)}, {"own.pem", "nonsense"}, {"key.pem", ""}},
                         arguments({"--tls-certificate", "own.pem", "--tls-key", "key.pem"}));
  EXPECT_EQ(lamina.wait(), 1);
  EXPECT_NE(lamina.output().find("error: own.pem: expected a certificate in PEM"), std::string::npos)
      << lamina.output();
  started_program half({{"serverless.yml", std::string(service)}}, arguments({"--tls-key", "key.pem"}));
  EXPECT_EQ(half.wait(), 2);
}

}  // namespace
}  // namespace lamina
