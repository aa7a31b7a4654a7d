#pragma once

#include <string>
#include <string_view>

namespace lamina::parity {

// What became of one recorded case.
struct verdict {
  enum class kind { passed, failed, skipped };
  kind what = kind::passed;
  std::string detail{};  // the first difference, or why it was skipped
};

// Counts the verdicts of a run, and prints those worth reading to standard output as they come.
class case_report {
 public:
  explicit case_report(bool lists_skipped) : lists_skipped_(lists_skipped) {}

  void add(std::string_view id, const verdict& said);
  bool has_failures() const noexcept { return failed_ > 0; }
  // Prints "N passed, N failed, N skipped". The program's exit status: 0 when something passed and nothing failed.
  int finish() const;

 private:
  bool lists_skipped_;
  int passed_ = 0, failed_ = 0, skipped_ = 0;
};

}  // namespace lamina::parity
