#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/json/json.h"
#include "tests/parity/cases/case_report.h"

namespace parity {

// docs/fidelity.md: every behaviour that a case asks for, where it is known from, and whether the gateway has it.
class fidelity_page {
 public:
  // `group` is the name of the file the case is from.
  void add(std::string_view group, const lamina::json::value& test, const lamina::parity::verdict& said);

  // The page as Markdown: what the sources are worth, then a table for each group.
  std::string text() const;

 private:
  struct row {
    std::string behaviour, source, result;
  };
  struct tally {
    int cases = 0, passed = 0;
  };
  std::map<std::string, std::vector<row>, std::less<>> groups_;
  std::map<std::string, tally, std::less<>> sources_;  // by kind: "aws-recorded", ...
};

// "response: status numeric string" of "url/response/status-numeric-string-01".
std::string behaviour_of(std::string_view id);

}  // namespace parity
