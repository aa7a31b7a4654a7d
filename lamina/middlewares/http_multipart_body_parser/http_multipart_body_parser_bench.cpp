#include "lamina/middlewares/http_multipart_body_parser/http_multipart_body_parser.h"

#include <benchmark/benchmark.h>

#include "lamina/testing/test_request.h"

namespace lamina {
namespace {

// Three fields and a file of `file_size` bytes.
void http_multipart_body_parser_before(benchmark::State& state) {
  std::string form;
  for (const char* name : {"title", "tags[]", "tags[]"})
    form += "--BB\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\nsomething\r\n";
  form += "--BB\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.bin\"\r\n\r\n" +
          std::string(static_cast<std::size_t>(state.range(0)), '\r') + "\r\n--BB--";
  const json::value event = {{"headers", {{"Content-Type", "multipart/form-data; boundary=BB"}}}, {"body", form}};
  const http_multipart_body_parser subject;
  testing::test_request call(nullptr);
  for (auto _ : state) {
    json::value document = event;
    request request{document, call.context};
    benchmark::DoNotOptimize(subject.before(request));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * form.size()));
}
BENCHMARK(http_multipart_body_parser_before)->Arg(100)->Arg(1 << 20);

}  // namespace
}  // namespace lamina
