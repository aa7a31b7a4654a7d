#include "lamina/middlewares/http_multipart_body_parser/http_multipart_body_parser.h"

#include <gtest/gtest.h>

#include "lamina/base/base64.h"
#include "lamina/middlewares/registry.h"
#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

constexpr std::string_view form_type = "multipart/form-data; boundary=BB";
const std::string form = "--BB\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xC3\xA9\r\n--BB--\r\n";

json::value event_of(std::string_view type, std::string_view body, bool is_encoded = false) {
  return {{"headers", {{"Content-Type", type}}}, {"body", body}, {"isBase64Encoded", is_encoded}};
}

int status_of(step& said) { return said.failure() ? said.failure()->status_code : 0; }

TEST(http_multipart_body_parser, parses_forms_plain_and_in_base64) {
  for (const json::value& event : {event_of(form_type, form), event_of(form_type, base64_encode(form), true)}) {
    testing::test_request call(event);
    EXPECT_TRUE(http_multipart_body_parser().before(call.request).goes_on());
    EXPECT_EQ(json::serialize(call.event("body")), "{\"a\":\"\xC3\xA9\"}");
  }
}

TEST(http_multipart_body_parser, keeps_every_byte_of_a_file) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  const std::string body =
      "--BB\r\nContent-Disposition: form-data; name=f; filename=x\r\nContent-Type: image/png\r\n\r\n" + bytes +
      "\r\n--BB--";
  testing::test_request call(event_of(form_type, base64_encode(body), true));
  ASSERT_TRUE(http_multipart_body_parser().before(call.request).goes_on());
  const json::value read = call.event("body");
  EXPECT_EQ(read.at("f").at("content"), json::value(bytes));
  EXPECT_EQ(read.at("f").at("mimetype"), json::value("image/png"));
}

TEST(http_multipart_body_parser, accepts_the_types_middy_accepts) {
  for (const char* type :
       {"multipart/form-data; boundary=BB", "MULTIPART/Form-Data; Boundary=BB",
        "multipart/form-data; boundary=BB; charset=utf-8", "multipart/form-data; boundary=BB;Charset=a_b"}) {
    testing::test_request call(event_of(type, form));
    step said = http_multipart_body_parser().before(call.request);
    EXPECT_EQ(status_of(said), 0) << type;
  }
  for (const char* type :
       {"", "multipart/mixed; boundary=BB", "multipart/form-data", "multipart/form-data;boundary=BB",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"BB\"", "multipart/form-data; boundary=B_B",
        "multipart/form-data; boundary=BB;", "multipart/form-data; boundary=BB,charset=a",
        "multipart/form-data; boundary=BB;  charset=a",
        "multipart/form-data; boundary=BB; charset=", "multipart/form-data; boundary=BB; charset=a b"}) {
    testing::test_request call(event_of(type, form));
    step said = http_multipart_body_parser().before(call.request);
    ASSERT_EQ(status_of(said), 415) << type;
    EXPECT_EQ(said.failure()->cause->at("data"), json::value(type));
  }
  testing::test_request too_long(event_of("multipart/form-data; boundary=" + std::string(71, 'a'), form));
  step said = http_multipart_body_parser().before(too_long.request);
  EXPECT_EQ(status_of(said), 415);
}

TEST(http_multipart_body_parser, leaves_other_types_alone_or_does_not_look_at_them_when_asked) {
  testing::test_request other(event_of("text/plain", "x"));
  EXPECT_TRUE(http_multipart_body_parser({.disable_content_type_error = true}).before(other.request).goes_on());
  EXPECT_EQ(other.event("body"), json::value("x"));
  const http_multipart_body_parser unchecked({.disable_content_type_check = true});
  testing::test_request quoted(event_of("multipart/form-data; charset=x; boundary=\"BB\"", form));
  EXPECT_TRUE(unchecked.before(quoted.request).goes_on());
  for (const char* type : {"text/plain", "multipart/form-data", "multipart/form-data; boundary=\"\"", ""}) {
    testing::test_request call(event_of(type, form));
    step said = unchecked.before(call.request);
    EXPECT_EQ(status_of(said), 422) << type;
  }
}

TEST(http_multipart_body_parser, refuses_malformed_bodies_with_422_and_says_why) {
  for (const json::value& body : {json::value(""), json::value("{}"), json::value(nullptr), json::value{{"a", 1}},
                                  json::value(form.substr(0, 20))}) {
    testing::test_request call({{"headers", {{"content-type", form_type}}}, {"body", body}});
    step said = http_multipart_body_parser().before(call.request);
    ASSERT_EQ(status_of(said), 422) << json::serialize(body);
    EXPECT_EQ(said.failure()->message, "Invalid or malformed multipart/form-data was provided");
    EXPECT_EQ(said.failure()->cause->at("data"), body);
    EXPECT_TRUE(said.failure()->cause->at("message").is_string());
    EXPECT_EQ(call.event("body"), body);
  }
  testing::test_request missing({{"headers", {{"content-type", form_type}}}});
  step said = http_multipart_body_parser().before(missing.request);
  EXPECT_EQ(status_of(said), 422);
}

TEST(http_multipart_body_parser, refuses_large_files_with_413_and_names_them) {
  const std::string body = "--BB\r\nContent-Disposition: form-data; name=f; filename=big\r\n\r\n12345\r\n--BB--";
  testing::test_request call(event_of(form_type, body));
  step said = http_multipart_body_parser({.limits = {.file_size = 4}}).before(call.request);
  ASSERT_EQ(status_of(said), 413);
  EXPECT_EQ(json::serialize(*said.failure()->cause), R"({"package":"@middy/http-multipart-body-parser","data":"big"})");
}

TEST(http_multipart_body_parser, makes_bytes_of_plain_bodies_as_told) {
  for (const char* charset : {"latin1", "binary", "ascii"}) {
    testing::test_request call(event_of(form_type, form));
    ASSERT_TRUE(
        http_multipart_body_parser({.default_charset = "latin1", .charset = charset}).before(call.request).goes_on());
    EXPECT_EQ(call.event("body").at("a"), json::value("\xC3\xA9"));
  }
  testing::test_request encoded(event_of(form_type, base64_encode(form)));
  EXPECT_TRUE(http_multipart_body_parser({.charset = "base64"}).before(encoded.request).goes_on());
}

TEST(http_multipart_body_parser, reads_its_options_as_middy_spells_them) {
  const auto make = [](const char* options) {
    return standard_middlewares().make(http_multipart_body_parser::name, json::parse(options).as_object());
  };
  EXPECT_TRUE(make(R"({"busboy":{"preservePath":true,"defCharset":"latin1","highWaterMark":1,"fileHwm":1,"limits":{
      "fieldNameSize":1,"fieldSize":1,"fields":0,"fileSize":1,"files":1,"parts":1,"headerPairs":1,"headerSize":1}},
      "charset":"latin1","disableContentTypeCheck":true,"disableContentTypeError":true})")
                  .before());
  for (const char* options : {R"({"limits":{}})", R"({"busboy":{"limit":{}}})", R"({"busboy":{"limits":{"file":1}}})",
                              R"({"busboy":{"limits":{"files":-1}}})", R"({"busboy":{"isPartAFile":true}})",
                              R"({"charset":"utf16le"})", R"({"busboy":5})"})
    EXPECT_THROW(make(options), error) << options;
}

}  // namespace
}  // namespace lamina
