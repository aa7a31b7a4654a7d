#include "lamina/compression/inflate.h"

#include <gtest/gtest.h>

#include "lamina/base/base64.h"

namespace lamina {
namespace {

const std::string gzip = base64_decode_leniently("H4sIAAAAAAAC/8tIzcnJBwCGphA2BQAAAA==");
const std::string zlib = base64_decode_leniently("eJzLSM3JyQcABiwCFQ==");

TEST(inflate_bytes, reads_both_formats) {
  EXPECT_EQ(inflate_bytes(inflate_format::gzip, gzip, 5).value(), "hello");
  EXPECT_EQ(inflate_bytes(inflate_format::zlib, zlib, 5).value(), "hello");
}

TEST(inflate_bytes, refuses_more_than_allowed) {
  EXPECT_EQ(inflate_bytes(inflate_format::gzip, gzip, 4).error().status_code, 413);
}

TEST(inflate_bytes, refuses_what_is_broken) {
  EXPECT_EQ(inflate_bytes(inflate_format::zlib, gzip, 5).error().message, "deflate: cannot be done");
  EXPECT_EQ(inflate_bytes(inflate_format::gzip, "", 5).error().message, "gzip: cannot be done");
  EXPECT_FALSE(inflate_bytes(inflate_format::gzip, std::string_view(gzip).substr(0, 20), 5));
}

}  // namespace
}  // namespace lamina
