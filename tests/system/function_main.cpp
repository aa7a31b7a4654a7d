// The functions that the tests of the whole system serve.
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

#include "lamina/lamina.h"

namespace {

lamina::http_response hello(const lamina::http_event& event) {
  return {.body = "hello " + std::string(event.query("name", "world"))};
}

// Waits before it answers, so that a test can end the gateway in between.
lamina::http_response slow(const lamina::http_event&) {
  ::usleep(300'000);
  return {.body = "done"};
}

lamina::http_response fails(const lamina::http_event&) { throw std::runtime_error("a secret detail"); }

lamina::http_response dies(const lamina::http_event&) { std::_Exit(3); }

}  // namespace

int main() { return lamina::run({{"hello", hello}, {"slow", slow}, {"fails", fails}, {"dies", dies}}); }
