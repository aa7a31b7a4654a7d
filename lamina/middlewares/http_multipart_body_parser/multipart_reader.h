#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"

namespace lamina {

// The headers of a part that mean something in forms; of several alike the first.
struct part_headers {
  std::optional<std::string> disposition;        // Content-Disposition
  std::optional<std::string> content_type;       // Content-Type
  std::optional<std::string> transfer_encoding;  // Content-Transfer-Encoding
};

// What a multipart_reader tells of the parts it meets: begin, any number of data, end. A failure ends the reading.
class part_receiver {
 public:
  virtual ~part_receiver() = default;
  virtual result<void> begin(const part_headers& headers) = 0;
  virtual void data(std::string_view bytes) = 0;  // valid during the call
  virtual result<void> end() = 0;
};

// Reads the bytes of a multipart body (RFC 2046 section 5.1, RFC 7578), in pieces of any size: what it says does not
// depend on where they were cut. Lines end in CR LF and the closing boundary must be there; what stands before the
// first boundary and after the last is skipped. Keeps no more than one part's header, and of a part's bytes less than a
// boundary's length. Never throws for what it reads; errors have status 422. One thread.
class multipart_reader {
 public:
  struct limits {
    std::size_t header_size = 80 * 1024;  // bytes of one part's header; more is an error
    std::size_t header_pairs = 2000;      // headers of one part; more are not looked at
  };

  // `boundary` without its dashes; `receiver` must outlive the reader.
  multipart_reader(std::string_view boundary, part_receiver& receiver, limits limits);
  multipart_reader(std::string_view boundary, part_receiver& receiver)
      : multipart_reader(boundary, receiver, limits()) {}

  // Nothing may be given after a failure.
  result<void> take(std::string_view bytes);
  // Says that nothing follows: an error when the closing boundary was not there.
  result<void> finish() const;

 private:
  enum class state { start, preamble, after_delimiter, padding, header, body, epilogue };

  // Reads from the front of `rest` what can be read; false: more bytes are needed.
  result<bool> advance(std::string_view& rest);
  bool read_start(std::string_view& rest);
  bool skip_preamble(std::string_view& rest);
  bool read_after_delimiter(std::string_view& rest);
  result<bool> skip_padding(std::string_view& rest);
  result<bool> read_header_line(std::string_view& rest);
  result<void> read_header(std::string_view line);
  result<bool> read_body(std::string_view& rest);
  // How many bytes at the front are certainly not of a delimiter.
  std::size_t before_delimiter(std::string_view rest) const;

  const std::string delimiter_;  // CR LF, two dashes, the boundary
  part_receiver& receiver_;
  const limits limits_;
  state state_ = state::start;
  std::string held_;  // what was taken and could not be read yet
  part_headers headers_;
  std::optional<std::string>* last_header_ = nullptr;  // a line that begins with a blank continues it
  std::size_t header_bytes_ = 0;
  std::size_t header_pairs_ = 0;
};

}  // namespace lamina
