#include "lamina/config/internal/resolver.h"

#include <algorithm>
#include <charconv>

#include "lamina/config/internal/variable_sources.h"

namespace lamina::config {
namespace {

constexpr std::size_t max_steps = 200'000;  // lookups and values of one load
constexpr std::size_t max_active = 100;     // variables that lead to variables
constexpr std::size_t max_made = 10;        // of these, values from outside the files (the Framework's limit)
constexpr int max_depth = 200;              // maps in maps
constexpr std::size_t max_text = 1 << 20;

error at_place(const written& at, std::string_view why) { return error(at.where().text() + ": " + std::string(why)); }

std::string_view kind_name(const json::value& value) {
  if (value.is_object()) return "a map";
  if (value.is_array()) return "a list";
  return "text";
}

// A scalar as text; nothing for a map, a list or null.
std::optional<std::string> scalar_text(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  if (value.is_object() || value.is_array() || value.is_null()) return std::nullopt;
  return json::serialize(value);
}

std::string known_keys(const json::object& members) {
  std::string out;
  for (const auto& member : members) {
    if (out.size() > 120) return out + ", ...";
    out += (out.empty() ? "" : ", ") + std::string(member.key());
  }
  return out.empty() ? "nothing" : out;
}

}  // namespace

resolver::resolver(const document& root, const load_options& options, file_source& files)
    : root_(root), options_(options), files_(files), env_(options.env) {}

written resolver::make(json::value value, const written& at) {
  made_.push_back(std::move(value));
  return {&made_.back(), at.in, at.path, {}, true};
}

written resolver::make_done(json::value value, const written& at) {
  written out = make(std::move(value), at);
  out.done = true;
  return out;
}

result<void> resolver::spend(const written& at, std::size_t steps) {
  steps_ += steps;
  if (steps_ > max_steps) return at_place(at, "the variables have no end; more than 200000 steps were needed");
  return {};
}

bool resolver::is_active(const json::value* value) const {
  return std::any_of(active_.begin(), active_.end(), [&](const written& one) { return one.value == value; });
}

// Does the cycle that ends at `value` go through the stage or the region? These have a default that ends it.
bool resolver::passes_default(const json::value* value) const {
  const auto from =
      std::find_if(active_.begin(), active_.end(), [&](const written& one) { return one.value == value; });
  return std::any_of(from, active_.end(), [&](const written& one) {
    return one.in == &root_ && (one.path == "provider.stage" || one.path == "provider.region");
  });
}

std::string resolver::chain(const json::value* value, const written& again) const {
  auto from = std::find_if(active_.begin(), active_.end(), [&](const written& one) { return one.value == value; });
  std::string out;
  for (; from != active_.end(); ++from) out += from->path + " -> ";
  return out + again.path;
}

result<written> resolver::follow(const written& raw) {
  if (raw.value == nullptr || raw.done) return raw;
  const json::string* text = raw.value->if_string();
  if (text == nullptr || !may_have_variables(*text)) return raw;
  if (const auto allowed = spend(raw, 1 + text->size() / 32); !allowed) return allowed.error();
  if (is_active(raw.value)) {
    if (passes_default(raw.value)) return written{nullptr, raw.in, raw.path, raw.path + " depends on itself"};
    return at_place(raw, "the variables depend on each other: " + chain(raw.value, raw));
  }
  const auto made_before = std::count_if(active_.begin(), active_.end(), [](const written& one) { return one.made; });
  if (active_.size() >= max_active || made_before >= static_cast<std::ptrdiff_t>(max_made))
    return at_place(raw, "the variables lead to variables too many times");
  active_.push_back(raw);
  auto out = follow_text(raw);
  active_.pop_back();
  return out;
}

result<written> resolver::follow_text(const written& raw) {
  auto parsed = parse_variables(raw.value->get_string());
  if (!parsed) return at_place(raw, parsed.error().message);
  if (parsed->parts.size() == 1)
    if (const auto* whole = std::get_if<variable>(&parsed->parts.front())) return first_of(*whole, raw);
  std::string missing;
  auto text = joined(*parsed, raw, missing);
  if (!text) return text.error();
  if (!*text) return written{nullptr, raw.in, raw.path, missing};
  return make_done(json::string(**text), raw);
}

result<std::optional<std::string>> resolver::joined(const variable_text& text, const written& at,
                                                    std::string& missing) {
  std::string out;
  for (const auto& part : text.parts) {
    if (const auto* plain = std::get_if<std::string>(&part)) {
      out += *plain;
      continue;
    }
    const variable& one = std::get<variable>(part);
    const auto found = first_of(one, at);
    if (!found) return found.error();
    const auto piece = found->value ? scalar_text(*found->value) : std::nullopt;
    if (!piece && found->value && !found->value->is_null())
      return at_place(at, one.text + " is " + std::string(kind_name(*found->value)) + ", where text was expected");
    if (!piece) {
      missing = found->missing.empty() ? one.text + " is null" : found->missing;
      return std::optional<std::string>();
    }
    out += *piece;
    if (out.size() > max_text) return at_place(at, "the text grows beyond 1 MB");
  }
  return std::optional<std::string>(std::move(out));
}

result<written> resolver::first_of(const variable& one, const written& at) {
  written none{nullptr, at.in, at.path, {}};
  for (const auto& which : one.alternatives) {
    if (const auto allowed = spend(at); !allowed) return allowed.error();
    auto found = one_alternative(which, at);
    if (!found) return found.error();
    const bool literal = std::holds_alternative<json::value>(which);
    if (found->value != nullptr && (literal || !found->value->is_null())) return found;
    if (none.missing.empty()) none.missing = found->missing.empty() ? one.text + " is null" : found->missing;
  }
  return fallback_of_provider(one, std::move(none), at);
}

// Versions 1 and 2 knew a stage and a region even where the file says none.
result<written> resolver::fallback_of_provider(const variable& one, written none, const written& at) {
  for (const auto& which : one.alternatives) {
    const auto* source = std::get_if<variable_source>(&which);
    if (source == nullptr || source->type != "self" || !source->address || source->address->parts.size() != 1) continue;
    const auto* address = std::get_if<std::string>(&source->address->parts.front());
    if (address != nullptr && *address == "provider.stage") return make("dev", at);
    if (address != nullptr && *address == "provider.region") return make("us-east-1", at);
  }
  return none;
}

result<written> resolver::one_alternative(const variable::alternative& which, const written& at) {
  if (const auto* literal = std::get_if<json::value>(&which)) return follow(make(*literal, at));
  if (const auto* nested = std::get_if<std::unique_ptr<variable>>(&which)) return first_of(**nested, at);
  const auto& source = std::get<variable_source>(which);
  std::string missing;
  std::string address;
  std::optional<std::string> params;
  if (source.params) {
    auto text = joined(*source.params, at, missing);
    if (!text) return text.error();
    if (!*text) return written{nullptr, at.in, at.path, missing};
    params = **text;
  }
  if (source.address) {
    auto text = joined(*source.address, at, missing);
    if (!text) return text.error();
    if (!*text) return written{nullptr, at.in, at.path, missing};
    address = **text;
  }
  auto found = variable_sources(*this).find(source.type, params ? &*params : nullptr, address, at);
  if (!found) return found.error();
  return follow(*found);
}

result<written> resolver::walk(const written& from, std::string_view path) {
  auto here = follow(from);
  while (here && !path.empty() && here->value != nullptr) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string_view key = path.substr(0, dot);
    path.remove_prefix(std::min(dot + 1, path.size()));
    written next{nullptr, here->in, {}, {}};
    if (const auto* members = here->value->if_object()) {
      next.value = members->if_contains(key);
      next.path = member_path(here->path, key);
      if (next.value == nullptr)
        next.missing = (here->path.empty() ? "the file" : here->path) + " has no " + std::string(key) + "; it has " +
                       known_keys(*members);
    } else if (const auto* items = here->value->if_array()) {
      std::size_t index = 0;
      const auto read = std::from_chars(key.data(), key.data() + key.size(), index);
      if (read.ec == std::errc() && index < items->size()) next.value = &(*items)[index];
      next.path = item_path(here->path, index);
      if (next.value == nullptr) next.missing = here->path + " has no item " + std::string(key);
    } else {
      next.missing = (here->path.empty() ? "the value" : here->path) + " is no map; it has no " + std::string(key);
    }
    here = follow(next);
  }
  return here;
}

result<json::value> resolver::resolve(const written& raw, std::vector<unresolved>& missing) {
  return resolve_at(raw, missing, 0);
}

result<json::value> resolver::resolve_at(const written& raw, std::vector<unresolved>& missing, int depth) {
  if (std::find(open_.begin(), open_.end(), raw.value) != open_.end())
    return at_place(raw, "the variables contain themselves: " + raw.path);
  auto found = follow(raw);
  if (!found) return found.error();
  if (found->value == nullptr) {
    if (!found->missing.empty()) missing.push_back({raw.where(), found->missing});
    return json::value(nullptr);
  }
  open_.push_back(raw.value);
  auto out = resolve_inside(*found, missing, depth);
  open_.pop_back();
  return out;
}

result<json::value> resolver::resolve_inside(const written& found, std::vector<unresolved>& missing, int depth) {
  if (const auto allowed = spend(found); !allowed) return allowed.error();
  if (depth > max_depth) return at_place(found, "maps inside maps, too deep");
  if (const auto* members = found.value->if_object()) {
    json::object out;
    for (const auto& member : *members) {
      auto inner =
          resolve_at({&member.value(), found.in, member_path(found.path, member.key()), {}}, missing, depth + 1);
      if (!inner) return inner.error();
      out[member.key()] = *std::move(inner);
    }
    return json::value(std::move(out));
  }
  if (const auto* items = found.value->if_array()) {
    json::array out;
    for (std::size_t i = 0; i < items->size(); ++i) {
      auto inner = resolve_at({&(*items)[i], found.in, item_path(found.path, i), {}}, missing, depth + 1);
      if (!inner) return inner.error();
      out.push_back(*std::move(inner));
    }
    return json::value(std::move(out));
  }
  return *found.value;
}

// Asked for while provider.stage itself is being followed, the answer is the default: they may be defined through each
// other, and only the default ends that.
std::string resolver::setting(const char* name, const char* fallback) {
  if (const auto given = options_.opt.find(name); given != options_.opt.end() && !given->second.empty())
    return given->second;
  const json::value* provider = json::find(root_.root, "provider");
  const json::value* raw = provider ? json::find(*provider, name) : nullptr;
  if (raw == nullptr || is_active(raw)) return fallback;
  const auto found = follow({raw, &root_, member_path("provider", name), {}});
  const auto text = found && found->value ? scalar_text(*found->value) : std::nullopt;
  return text && !text->empty() ? *text : fallback;
}

std::string resolver::stage() { return setting("stage", "dev"); }
std::string resolver::region() { return setting("region", "us-east-1"); }

}  // namespace lamina::config
