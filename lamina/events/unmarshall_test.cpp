#include "lamina/events/unmarshall.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

std::string plain(std::string_view attributes, bool wrap_numbers = false) {
  const json::value document = json::parse(attributes);
  const auto read = unmarshall(&document, wrap_numbers);
  return read ? json::serialize(*read) : read.error().message;
}

TEST(unmarshall, reads_every_type) {
  EXPECT_EQ(plain(R"({"s":{"S":"é"},"n":{"N":"-3e2"},"t":{"BOOL":true},"z":{"NULL":true},"b":{"B":"AQI="},
                      "l":{"L":[{"S":"a"},{"L":[]},{}]},"m":{"M":{"x":{"N":"1.5"}}},
                      "ss":{"SS":["a"]},"ns":{"NS":["1","2.5"]},"bs":{"BS":["AQI="]},"none":{}})"),
            R"({"s":"é","n":-300,"t":true,"z":null,"b":"AQI=","l":["a",[],null],"m":{"x":1.5},)"
            R"("ss":["a"],"ns":[1,2.5],"bs":["AQI="]})");
}

TEST(unmarshall, keeps_every_digit_of_integers) {
  EXPECT_EQ(plain(R"({"a":{"N":"9007199254740993"},"b":{"N":"18446744073709551615"}})"),
            R"({"a":9007199254740993,"b":18446744073709551615})");
  EXPECT_EQ(plain(R"({"a":{"N":"123456789012345678901234567890"}})"), R"({"a":"123456789012345678901234567890"})");
  EXPECT_EQ(plain(R"({"a":{"N":"9007199254740993"}})", true), R"({"a":{"value":"9007199254740993"}})");
}

TEST(unmarshall, refuses_what_it_cannot_read) {
  EXPECT_EQ(plain(R"({"a":{"N":"1e30"}})"),
            "1e30 can't be converted to BigInt. Set options.wrapNumbers to get string value.");
  EXPECT_EQ(plain(R"({"a":{"L":[{"M":{"b":{"X":1}}}]}})"), "Unsupported type passed: X");
}

TEST(unmarshall, takes_nothing_for_an_empty_map) {
  EXPECT_EQ(json::serialize(*unmarshall(nullptr, false)), "{}");
  EXPECT_EQ(plain("null"), "{}");
}

}  // namespace
}  // namespace lamina
