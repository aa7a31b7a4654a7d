#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/base/random.h"
#include "lamina/base/result.h"
#include "lamina/config/internal/file_source.h"
#include "lamina/config/internal/variable_syntax.h"
#include "lamina/config/serverless.h"

namespace lamina::config {

// A value as it was written, and where.
struct written {
  const json::value* value = nullptr;  // null pointer: there is none, or it cannot be resolved
  const document* in = nullptr;
  std::string path{};     // in that document
  std::string missing{};  // why there is none, for a message
  bool made = false;      // stands in no file: came from outside
  bool done = false;      // whatever it looks like, there is no variable left in it

  location where() const { return in ? in->where(path) : location{{}, 0, path}; }
};

// A value that stayed unresolved inside a larger one.
struct unresolved {
  location where;
  std::string why;
};

// Resolves ${...}, and only where it is asked to: what nobody asks for may name things that are not there.
// The rules are those of the Serverless Framework 3, with the older spellings of 1 and 2 accepted.
// Results point into documents, or into values made here; both live as long as the resolver. One thread.
class resolver {
 public:
  resolver(const document& root, const load_options& options, file_source& files);
  resolver(const resolver&) = delete;
  resolver& operator=(const resolver&) = delete;

  // The root of the file; a member of a value that was followed.
  written root() const { return {&root_.root, &root_}; }
  // What `raw` stands for: itself, or, when it is text with variables in it, what they lead to. A list or map is not
  // looked into. Errors: a variable that is no variable, a cycle (the chain is named), a map inside a text, no end.
  result<written> follow(const written& raw);
  // All of it, variables inside replaced; those that cannot be are null, and noted.
  result<json::value> resolve(const written& raw, std::vector<unresolved>& missing);

  // Steps into a map or list, following on the way.
  result<written> walk(const written& from, std::string_view path);

  // A value that stands in no file, as if it were written where `at` is.
  written make(json::value value, const written& at);
  // ${env:} also sees these; what is there already wins.
  void add_environment(const std::map<std::string, std::string>& more) { env_.insert(more.begin(), more.end()); }
  const std::map<std::string, std::string>& env() const { return env_; }
  // --stage, else provider.stage, else dev; and the same of the region.
  std::string stage();
  std::string region();

 private:
  friend class variable_sources;

  result<written> follow_text(const written& raw);
  result<written> first_of(const variable& one, const written& at);
  result<written> one_alternative(const variable::alternative& which, const written& at);
  result<written> inserted(const variable_text& text, const written& at);
  result<std::optional<std::string>> joined(const variable_text& text, const written& at, std::string& missing);
  result<written> fallback_of_provider(const variable& one, written none, const written& at);
  result<json::value> resolve_inside(const written& found, std::vector<unresolved>& missing, int depth);
  result<json::value> resolve_at(const written& raw, std::vector<unresolved>& missing, int depth);
  written make_done(json::value value, const written& at);
  bool is_active(const json::value* value) const;
  bool passes_default(const json::value* value) const;
  std::string chain(const json::value* value, const written& again) const;
  result<void> spend(const written& at, std::size_t steps = 1);
  std::string setting(const char* name, const char* fallback);

  const document& root_;
  const load_options& options_;
  file_source& files_;
  std::map<std::string, std::string> env_;
  std::deque<json::value> made_;          // values that stand in no document
  std::vector<written> active_;           // texts whose variables are being followed
  std::vector<const json::value*> open_;  // texts whose result is being resolved inside
  std::size_t steps_ = 0;
  std::string instance_ = random_uuid();  // ${sls:instanceId}
};

}  // namespace lamina::config
