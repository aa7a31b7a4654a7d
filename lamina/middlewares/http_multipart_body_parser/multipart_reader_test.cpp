#include "lamina/middlewares/http_multipart_body_parser/multipart_reader.h"

#include <gtest/gtest.h>

#include <vector>

namespace lamina {
namespace {

// "disposition|type|encoding=content." for every part; fails where it is told to.
class notes final : public part_receiver {
 public:
  result<void> begin(const part_headers& headers) override {
    if (headers.disposition == "refused") return error(413, "begin");
    text += headers.disposition.value_or("-") + "|" + headers.content_type.value_or("-") + "|" +
            headers.transfer_encoding.value_or("-") + "=";
    return {};
  }
  void data(std::string_view bytes) override { text += bytes; }
  result<void> end() override {
    text += ".";
    return text.find("end refused") == text.npos ? result<void>() : error(413, "end");
  }

  std::string text;
};

// What is read of a form given in pieces of `size` bytes; "error: ..." when it is refused.
std::string read(std::string_view form, std::size_t size, multipart_reader::limits limits = {}) {
  notes seen;
  multipart_reader reader("B-1", seen, limits);
  for (std::size_t at = 0; at < form.size(); at += size)
    if (auto taken = reader.take(form.substr(at, size)); !taken) return "error: " + taken.error().message;
  if (auto finished = reader.finish(); !finished) return "error: " + finished.error().message;
  return seen.text;
}

// The same whatever the size of the pieces.
std::string read(std::string_view form, multipart_reader::limits limits = {}) {
  const std::string whole = read(form, form.size() + 1, limits);
  for (const std::size_t size : {1, 2, 3, 5, 7, 11})
    EXPECT_EQ(read(form, static_cast<std::size_t>(size), limits), whole) << size << " bytes at a time: " << form;
  return whole;
}

TEST(multipart_reader, reads_parts_and_the_headers_that_count) {
  EXPECT_EQ(read("--B-1\r\nContent-Disposition: a\r\n\r\n1\r\n--B-1\r\ncontent-type:b\r\nX: y\r\n"
                 "CONTENT-TRANSFER-ENCODING:\tc\r\n\r\nline\r\nline\r\n--B-1--"),
            "a|-|-=1.-|b|c=line\r\nline.");
  EXPECT_EQ(read("--B-1\r\n\r\n\r\n--B-1--"), "-|-|-=.");
  EXPECT_EQ(read("--B-1--"), "");
}

TEST(multipart_reader, skips_what_stands_before_and_behind) {
  EXPECT_EQ(read("hello\r\n--B-\r\n\r\n--B-1 \t\r\n\r\nx\r\n--B-1--\r\nbye\r\n--B-1\r\n"), "-|-|-=x.");
}

TEST(multipart_reader, takes_what_only_looks_like_a_boundary_as_content) {
  for (const std::string inside : {"--B-1", "\r\n--B-", "\r\r\n-", "\n--B-1--", "\r\n --B-1", "\r\n\r\n--b-1"})
    EXPECT_EQ(read("--B-1\r\n\r\n" + inside + "\r\n--B-1--"), "-|-|-=" + inside + ".");
}

TEST(multipart_reader, continues_a_header_on_the_next_line_and_keeps_the_first_of_several) {
  EXPECT_EQ(read("--B-1\r\ncontent-type: a;\r\n\tb=c\r\nX: y\r\n z\r\ncontent-type: d\r\n e\r\n\r\n\r\n--B-1--"),
            "-|a;\tb=c|-=.");
}

TEST(multipart_reader, refuses_broken_forms) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"", "the form has no boundary"},
      {"--B-", "the form has no boundary"},
      {"--other\r\n\r\n1\r\n--other--", "the form has no boundary"},
      {"--B-1", "the form ends before its closing boundary"},
      {"--B-1\r\nA: b\r\n\r\n1", "the form ends before its closing boundary"},
      {"--B-1\r\n\r\n1\r\n--B-1", "the form ends before its closing boundary"},
      {"--B-1\r\n\r\n1\r\n--B-1-", "the form ends before its closing boundary"},
      {"--B-1\r\n\r\n--B-1--", "the form ends before its closing boundary"},
      {"--B-1\nA: b\n\n1\n--B-1--", "a boundary is followed by something else than a line end"},
      {"--B-1x\r\n\r\n1\r\n--B-1--", "a boundary is followed by something else than a line end"},
      {"--B-1 --\r\n", "a boundary is followed by something else than a line end"},
      {"--B-1\r\nno colon\r\n\r\n1\r\n--B-1--", "a header of a part has no name"},
      {"--B-1\r\n: b\r\n\r\n1\r\n--B-1--", "a header of a part has no name"},
      {"--B-1\r\nA: b\r\n--B-1--\r\n", "a header of a part has no name"},
      {"--B-1\r\n folded\r\n\r\n1\r\n--B-1--", "the header of a part begins with a blank"},
      {"--B-1\r\nA: b\nC: d\r\n\r\n1\r\n--B-1--", "a header of a part holds a bare CR or LF"},
      {"--B-1\r\nA: b\rC: d\r\n\r\n1\r\n--B-1--", "a header of a part holds a bare CR or LF"}};
  for (const auto& [form, why] : rows) EXPECT_EQ(read(form), "error: " + std::string(why)) << form;
}

TEST(multipart_reader, bounds_the_header_of_a_part) {
  const std::string form =
      "--B-1\r\nA: 3456\r\nContent-Type: t\r\n\r\n1\r\n--B-1--";  // 9 + 17 bytes and the blank line
  EXPECT_EQ(read(form, {.header_size = 26}), "-|t|-=1.");
  EXPECT_EQ(read(form, {.header_size = 25}), "error: the header of a part is too long");
  EXPECT_EQ(read(form, {.header_pairs = 1}), "-|-|-=1.");
  EXPECT_EQ(read("--B-1\r\n" + std::string(100, 'x'), {.header_size = 50}), "error: the header of a part is too long");
}

TEST(multipart_reader, ends_with_the_failure_of_its_receiver) {
  EXPECT_EQ(read("--B-1\r\nContent-Disposition: refused\r\n\r\n1\r\n--B-1--"), "error: begin");
  EXPECT_EQ(read("--B-1\r\n\r\nend refused\r\n--B-1--"), "error: end");
}

}  // namespace
}  // namespace lamina
