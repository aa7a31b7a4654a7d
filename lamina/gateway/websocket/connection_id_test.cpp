#include "lamina/gateway/websocket/connection_id.h"

#include <gtest/gtest.h>

#include <set>

#include "lamina/base/base64.h"

namespace lamina::gateway {
namespace {

TEST(connection_id, names_the_loop_that_owns_the_connection) {
  for (unsigned loop = 0; loop < 256; ++loop) {
    const std::string id = make_connection_id(static_cast<std::uint8_t>(loop));
    EXPECT_EQ(loop_of_connection(id), loop) << id;
  }
}

TEST(connection_id, has_the_form_of_the_services) {
  for (int i = 0; i < 1000; ++i) {
    for (const std::string& id : {make_connection_id(1), make_websocket_request_id()}) {
      ASSERT_EQ(id.size(), 16U);
      EXPECT_EQ(id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 15U) << id;
      EXPECT_EQ(base64_decode_leniently(id).size(), 11U);
    }
  }
}

TEST(connection_id, is_random_but_for_the_loop) {
  std::set<std::string> ids, first;
  for (int i = 0; i < 1000; ++i) ids.insert(make_connection_id(0));
  EXPECT_EQ(ids.size(), 1000U);
  for (int i = 0; i < 1000; ++i) first.insert(make_websocket_request_id().substr(0, 2));
  EXPECT_GT(first.size(), 100U);
}

TEST(connection_id, of_the_live_service_is_possible) {
  for (const char* id : {"R1kmxc2VNjMCFIA=", "U_vNFdo2IAMCIoA=", "eHrdFcnvvHcCE-w=", "Df14mfUXIAMCIyg="})
    EXPECT_TRUE(loop_of_connection(id)) << id;
}

TEST(connection_id, that_no_bytes_could_make_is_impossible) {
  for (const char* id :
       {"", "=", "not-a-valid-id", "R1kmxc2VNjMCFIA", "R1kmxc2VNjMCFIAA", "R1kmxc2VNjMCFI==", "R1kmxc2VNjMCFIA==",
        "R1kmxc2VNjMCFI/=", "R1kmxc2VNjMCF A=", "R1kmxc2VNjMCFIB=", "R1kmxc2VNjMCFI_=", "cjy8i76bx002884le6n17d49b"})
    EXPECT_FALSE(loop_of_connection(id)) << id;
  EXPECT_FALSE(loop_of_connection(std::string_view("R1kmxc2VNjMC\0IA=", 16)));
}

}  // namespace
}  // namespace lamina::gateway
