#include "lamina/middlewares/http_content_encoding/http_content_encoding.h"

#include <gtest/gtest.h>

#include "lamina/base/base64.h"
#include "lamina/compression/compress.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

const std::string text(1000, 'a');

json::value response_with(std::string_view headers = "{}", json::value body = json::value(text)) {
  return {{"statusCode", 200}, {"headers", json::parse(headers)}, {"body", std::move(body)}};
}

struct encoded {
  std::string headers, body;
  bool is_base64;
};

encoded after(json::object context, json::value response = response_with(), json::value event = nullptr,
              http_content_encoding_options options = {}) {
  testing::test_request call(std::move(event), std::move(response), std::move(context));
  http_content_encoding(std::move(options)).after(call.request);
  const json::value body = call.response("body");
  return {json::serialize(call.response("headers")), body.is_string() ? std::string(body.get_string()) : "",
          call.response("isBase64Encoded") == json::value(true)};
}

TEST(http_content_encoding, compresses_as_the_client_prefers) {
  for (const std::string coding : {"br", "deflate", "gzip", "zstd"}) {
    const encoded sent = after({{"preferredEncoding", coding}});
    EXPECT_EQ(sent.headers, R"({"Content-Encoding":")" + coding + R"(","Vary":"Accept-Encoding"})");
    EXPECT_TRUE(sent.is_base64);
    EXPECT_EQ(decompress(*parse_content_coding(coding), base64_decode_leniently(sent.body), 2000).value(), text);
  }
}

TEST(http_content_encoding, follows_the_servers_own_order) {
  const http_content_encoding_options options{.override_preferred_encoding = {"br", "deflate"}};
  const auto header_for = [&](json::object context) {
    return after(std::move(context), response_with(), nullptr, options).headers;
  };
  EXPECT_NE(header_for({{"preferredEncoding", "gzip"}, {"preferredEncodings", {"gzip", "deflate"}}}).find("deflate"),
            std::string::npos);
  EXPECT_NE(header_for({{"preferredEncoding", "gzip"}}).find("gzip"), std::string::npos);
}

TEST(http_content_encoding, leaves_alone_what_it_cannot_improve) {
  const json::object gzip{{"preferredEncoding", "gzip"}};
  for (const json::object& context :
       {json::object(), json::object{{"preferredEncoding", "identity"}}, json::object{{"preferredEncoding", "*"}}})
    EXPECT_EQ(after(context).body, text);
  EXPECT_EQ(after(gzip, response_with("{}", "short")).headers, "{}");
  EXPECT_EQ(after(gzip, response_with("{}", "")).headers, "{}");
  EXPECT_EQ(after(gzip, response_with("{}", 5)).headers, "{}");
  EXPECT_EQ(after(gzip, response_with(R"({"content-encoding":"identity"})")).body, text);
  json::value binary = response_with();
  binary.get_object()["isBase64Encoded"] = true;
  EXPECT_EQ(after(gzip, binary).body, text);
}

TEST(http_content_encoding, respects_no_transform) {
  const json::object gzip{{"preferredEncoding", "gzip"}};
  EXPECT_EQ(after(gzip, response_with(R"({"Cache-Control":"no-transform"})")).body, text);
  const json::value asking = {{"headers", {{"cache-control", "no-transform"}}}};
  EXPECT_EQ(after(gzip, response_with(), asking).headers, R"({"Cache-Control":"no-transform"})");
  EXPECT_EQ(after(gzip, response_with(R"({"cache-control":"max-age=5"})"), asking).headers,
            R"({"cache-control":"max-age=5, no-transform"})");
}

TEST(http_content_encoding, extends_vary) {
  const json::object gzip{{"preferredEncoding", "gzip"}};
  EXPECT_EQ(after(gzip, response_with(R"({"vary":"Origin"})")).headers,
            R"({"vary":"Origin, Accept-Encoding","Content-Encoding":"gzip"})");
}

TEST(http_content_encoding, compresses_errors_only_when_they_are_answered) {
  testing::test_request call(nullptr, std::nullopt, {{"preferredEncoding", "gzip"}});
  http_content_encoding().on_error(call.request);
  EXPECT_EQ(call.request.response, std::nullopt);
  call.request.response = response_with();
  http_content_encoding().on_error(call.request);
  EXPECT_EQ(call.response("isBase64Encoded"), json::value(true));
}

TEST(http_content_encoding, reads_options) {
  const registry& all = standard_middlewares();
  for (const char* options :
       {R"({"gzip":{"level":9},"br":{"params":{"1":11}},"zstd":true})", R"({"overridePreferredEncoding":["br"]})"})
    EXPECT_TRUE(all.make(http_content_encoding::name, json::parse(options).get_object()).after()) << options;
  for (const char* options : {R"({"gzip":5})", R"({"gzip":{"level":"9"}})", R"({"identity":true})",
                              R"({"overridePreferredEncoding":["identity"]})"})
    EXPECT_THROW(all.make(http_content_encoding::name, json::parse(options).get_object()), error) << options;
}

}  // namespace
}  // namespace lamina
