#pragma once

#include <functional>
#include <string>

#include "lamina/base/result.h"
#include "tests/parity/cases/case_report.h"
#include "tests/parity/user_store/step.h"

namespace parity_user_store {

struct run_options {
  store_names stores{};
  std::string group{};  // only this one; empty: all
};

struct step_outcome {
  using kind = lamina::parity::verdict::kind;
  kind what;
  std::string id;
  std::string why{};  // the first difference, or the reason to skip
};

// Runs a transcript's groups in order against `tested`, each on an app started fresh, and reports every step. Where the
// app cannot be started anew the first group is run as it is and the others are skipped. Error: the transcript is none,
// or has no such group.
lamina::result<void> run_transcript(const lamina::json::value& transcript, app& tested, const run_options& options,
                                    const std::function<void(const step_outcome&)>& report);

}  // namespace parity_user_store
