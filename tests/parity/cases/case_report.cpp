#include "tests/parity/cases/case_report.h"

#include <cstdio>

namespace lamina::parity {
namespace {

void print(const char* what, std::string_view id, const std::string& detail) {
  std::printf("%s %.*s: %s\n", what, static_cast<int>(id.size()), id.data(), detail.c_str());
}

}  // namespace

void case_report::add(std::string_view id, const verdict& said) {
  switch (said.what) {
    case verdict::kind::passed: ++passed_; break;
    case verdict::kind::failed:
      ++failed_;
      print("FAILED", id, said.detail);
      break;
    case verdict::kind::skipped:
      ++skipped_;
      if (lists_skipped_) print("skipped", id, said.detail);
      break;
  }
}

int case_report::finish() const {
  std::printf("%d passed, %d failed, %d skipped\n", passed_, failed_, skipped_);
  return failed_ == 0 && passed_ > 0 ? 0 : 1;
}

}  // namespace lamina::parity
