// Authorization headers, times and targets of strangers: refused with one of AWS's errors; and what we sign is
// accepted, until one byte of it is another.
#include "lamina/aws/signature_check.h"
#include "lamina/testing/fuzz_input.h"

#include <cstdint>
#include <string>

namespace {

using namespace lamina;

using lamina::testing::require;

// The next line of the input.
using lamina::testing::take_line;

const system_time now{std::chrono::seconds(1'440'938'160)};
const aws::credentials keys{"AKIDEXAMPLE", "secret"};

bool is_accepted(std::string_view target, const std::vector<http::header>& headers, std::string_view body) {
  const auto said = aws::check_signature({"POST", target, headers, body}, {&keys, 1}, "service", "", now);
  require(said || (said.error().status_code == 403 && said.error().name.ends_with("Exception")));
  return said.has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::string_view authorization = take_line(rest);
  const std::string_view time = take_line(rest);
  const std::string_view target = take_line(rest);
  const std::string_view value = take_line(rest);
  // Nobody guesses a signature.
  require(!is_accepted(target, {{"Host", "h"}, {"X", value}, {"Authorization", authorization}, {"X-Amz-Date", time}},
                       rest));
  require(!is_accepted(target, {{"Host", "h"}, {"Authorization", authorization}, {"X-Amz-Date", "20150830T123600Z"}},
                       rest));
  require(!is_accepted(target, {{"Host", "h"}}, rest));  // as a presigned URL

  std::vector<http::header> headers = {{"Host", "h"}, {"X", value}};
  const auto added = aws::signer(keys, "service").sign({"POST", target, headers, rest}, "r", now);
  for (const auto& [name, text] : added) headers.push_back({name, text});
  require(is_accepted(target, headers, rest));
  require(!is_accepted(target, headers, std::string(rest) + "x"));
  return 0;
}
