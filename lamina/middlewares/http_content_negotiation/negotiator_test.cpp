#include "lamina/middlewares/http_content_negotiation/negotiator.h"

#include <gtest/gtest.h>

namespace lamina {
namespace {

using words = std::vector<std::string>;

TEST(negotiator, orders_what_the_client_names_by_quality) {
  EXPECT_EQ(preferred(negotiated::language, "da, en;q=0.5, fr;q=0.8", {}), (words{"da", "fr", "en"}));
  EXPECT_EQ(preferred(negotiated::charset, " UTF-8 ; q=0.3 ,  ascii ; Q=\"0.6\" ", {}), (words{"ascii", "UTF-8"}));
  EXPECT_EQ(preferred(negotiated::media_type, "text/html, broken, */*;q=0.1", {}), (words{"text/html", "*/*"}));
}

TEST(negotiator, takes_anything_when_the_client_says_nothing) {
  EXPECT_EQ(preferred(negotiated::charset, {}, {}), words{"*"});
  EXPECT_EQ(preferred(negotiated::media_type, {}, {}), words{"*/*"});
  EXPECT_EQ(preferred(negotiated::encoding, {}, {}), words{"identity"});
  EXPECT_EQ(preferred(negotiated::language, {}, words{"fr", "en"}), (words{"fr", "en"}));
  EXPECT_EQ(preferred(negotiated::language, "", {}), words{});
}

TEST(negotiator, knows_that_identity_is_always_there) {
  EXPECT_EQ(preferred(negotiated::encoding, "gzip, br;q=0.5", {}), (words{"gzip", "br", "identity"}));
  EXPECT_EQ(preferred(negotiated::encoding, "gzip, *;q=0", {}), words{"gzip"});
  EXPECT_EQ(preferred(negotiated::encoding, "identity;q=0", words{"identity"}), words{});
  EXPECT_EQ(preferred(negotiated::encoding, "*", words{"zstd", "gzip"}), (words{"zstd", "gzip"}));
}

TEST(negotiator, drops_qualities_of_zero_and_broken_ones) {
  EXPECT_EQ(preferred(negotiated::charset, "utf-8;q=0, *", words{"utf-8", "ascii"}), words{"ascii"});
  EXPECT_EQ(preferred(negotiated::encoding, "gzip;q=abc, br;q=0.1", words{"gzip", "br"}), words{"br"});
  EXPECT_EQ(preferred(negotiated::charset, "a;q=, b;q=0.5x", {}), (words{"a", "b"}));
}

TEST(negotiator, matches_languages_by_their_primary_tag) {
  EXPECT_EQ(preferred(negotiated::language, "en", words{"en-US", "fr"}), words{"en-US"});
  EXPECT_EQ(preferred(negotiated::language, "zh-Hant-TW", words{"zh-Hant-TW", "zh-TW", "zh"}),
            (words{"zh-Hant-TW", "zh"}));
  EXPECT_EQ(preferred(negotiated::language, "es;q=0.5, *;q=0.1", words{"pt", "es"}), (words{"es", "pt"}));
}

TEST(negotiator, prefers_the_more_specific_media_type) {
  EXPECT_EQ(
      preferred(negotiated::media_type, "text/html;level=1, text/html;q=0.3", words{"text/html", "text/html;level=1"}),
      (words{"text/html;level=1", "text/html"}));
  EXPECT_EQ(preferred(negotiated::media_type, "application/json;q=0, */*", words{"application/json", "text/plain"}),
            words{"text/plain"});
  EXPECT_EQ(preferred(negotiated::media_type, "text/*", words{"application/json", "text/html"}), words{"text/html"});
  EXPECT_EQ(preferred(negotiated::media_type, "a/b;x=\"1;\\\"2\"", words{"a/b;x=\"1;\\\"2\""}),
            words{"a/b;x=\"1;\\\"2\""});
}

}  // namespace
}  // namespace lamina
