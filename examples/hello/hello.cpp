// The smallest function: says hello to whoever asks. `hello --help` tells how to try it.
#include "lamina/events/http_event.h"
#include "lamina/events/http_response.h"
#include "lamina/runtime/run.h"

namespace {

lamina::http_response hello(const lamina::http_event& event) {
  return {.headers = {{"Content-Type", "text/plain"}}, .body = "hello " + std::string(event.query("name", "world"))};
}

}  // namespace

int main() { return lamina::run(lamina::engine(hello)); }
