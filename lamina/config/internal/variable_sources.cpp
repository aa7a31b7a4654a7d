#include "lamina/config/internal/variable_sources.h"

#include <algorithm>

namespace lamina::config {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return out;
}

json::value all_of(const std::map<std::string, std::string>& values) {
  json::object out;
  for (const auto& [name, value] : values) out[name] = value;
  return out;
}

}  // namespace

written variable_sources::none(std::string why) { return {nullptr, nullptr, {}, std::move(why)}; }

result<written> variable_sources::find(std::string_view type, const std::string* params, const std::string& address,
                                       const written& at) {
  if (type == "self") return self(address, at);
  if (type == "opt") return option(address, at);
  if (type == "env") return environment(address, at);
  if (type == "file") return file(params ? *params : std::string(), address, at);
  if (type == "param") return param(address, at);
  if (type == "sls" || type == "aws") return framework(type, address, at);
  if (type == "ssm") return ssm(address, params ? *params : std::string_view(), at);
  if (type == "cf") return stored(all_.options_.cf, "output of a stack", address, at);
  if (type == "s3") return stored(all_.options_.s3, "object of a bucket", address, at);
  if (type == "strToBool") return to_bool(params ? *params : address, at);
  return none("nothing here knows the source " + std::string(type));
}

result<written> variable_sources::self(const std::string& address, const written& at) {
  const json::value* service = json::find(all_.root_.root, "service");
  // Versions 1 and 2: `service: x` could be read as service.name, and `service: {name: x}` as service.
  if (service != nullptr && address == "service.name" && !service->is_object())
    return all_.walk(all_.root(), "service");
  if (service != nullptr && address == "service" && service->is_object()) return all_.walk(all_.root(), "service.name");
  if (address == "provider.stage" || address == "provider.region") {
    const json::value* provider = json::find(all_.root_.root, "provider");
    const json::value* raw = provider ? json::find(*provider, address.substr(9)) : nullptr;
    if (raw != nullptr && all_.is_active(raw)) return all_.make(address == "provider.stage" ? "dev" : "us-east-1", at);
  }
  return all_.walk(all_.root(), address);
}

result<written> variable_sources::file(const std::string& name, const std::string& address, const written& at) {
  std::string missing;
  auto opened = all_.files_.open(name, missing);
  if (!opened) return error(at.where().text() + ": " + opened.error().message);
  if (*opened == nullptr) return none(missing);
  auto found = all_.walk({&(*opened)->root, *opened}, address);
  if (found && found->value == nullptr && !found->missing.empty()) found->missing = name + ": " + found->missing;
  return found;
}

written variable_sources::option(const std::string& address, const written& at) {
  if (address.empty()) return all_.make(all_of(all_.options_.opt), at);
  const auto given = all_.options_.opt.find(address);
  if (given == all_.options_.opt.end()) return none("the option --" + address + " is not given");
  return all_.make(json::string(given->second), at);
}

written variable_sources::environment(const std::string& address, const written& at) {
  if (address.empty()) return all_.make(all_of(all_.env_), at);
  const auto set = all_.env_.find(address);
  if (set == all_.env_.end()) return none("the environment variable " + address + " is not set");
  return all_.make(json::string(set->second), at);
}

result<written> variable_sources::param(const std::string& name, const written& at) {
  if (const auto given = all_.options_.params.find(name); given != all_.options_.params.end())
    return all_.make(json::string(given->second), at);
  const std::string stage = all_.stage();
  // As keys one by one: the name of a stage or a parameter may have a dot in it.
  const std::vector<std::vector<std::string>> places = {{"params", stage, name},
                                                        {"params", "default", name},
                                                        {"stages", stage, "params", name},
                                                        {"stages", "default", "params", name}};
  for (const auto& keys : places) {
    written here = all_.root();
    for (const auto& key : keys) {
      auto followed = all_.follow(here);
      if (!followed) return followed.error();
      const json::value* member = followed->value ? json::find(*followed->value, key) : nullptr;
      here = {member, followed->in, member_path(followed->path, key), {}};
      if (member == nullptr) break;
    }
    auto found = all_.follow(here);
    if (!found) return found.error();
    if (found->value != nullptr && !found->value->is_null()) return found;
  }
  return none("no parameter " + name + "; it can be given with --param " + name + "=value");
}

written variable_sources::stored(const json::object& values, std::string_view what, const std::string& address,
                                 const written& at) {
  const json::value* value = values.if_contains(address);
  if (value == nullptr) return none("no value is given for " + address + " (" + std::string(what) + ")");
  return all_.make(*value, at);
}

written variable_sources::ssm(std::string address, std::string_view params, const written& at) {
  // Version 1: ~true decrypts, ~split splits.
  if (const std::size_t suffix = address.find('~'); suffix != std::string::npos) address.resize(suffix);
  written found = stored(all_.options_.ssm, "a parameter of the parameter store", address, at);
  if (found.value == nullptr) return found;
  const bool raw = params.find("raw") != std::string_view::npos;
  if (raw && (found.value->is_object() || found.value->is_array()))
    return all_.make(json::string(json::serialize(*found.value)), at);
  const bool secret = address.rfind("/aws/reference/secretsmanager/", 0) == 0;
  if (secret && !raw && found.value->is_string())
    if (auto parsed = json::try_parse(found.value->get_string()); parsed && parsed->is_object())
      return all_.make(*std::move(parsed), at);
  return found;
}

result<written> variable_sources::framework(std::string_view type, const std::string& address, const written& at) {
  if (type == "sls" && address == "stage") return all_.make(json::string(all_.stage()), at);
  if (type == "sls" && address == "instanceId") return all_.make(json::string(all_.instance_), at);
  if (type == "aws" && address == "region") return all_.make(json::string(all_.region()), at);
  if (type == "aws" && address == "accountId") return all_.make(json::string(all_.options_.account_id), at);
  return none(std::string(type) + " has no " + address + "; it has " +
              (type == "sls" ? "stage and instanceId" : "region and accountId"));
}

result<written> variable_sources::to_bool(const std::string& text, const written& at) {
  const std::string word = lower(text);
  if (word == "true" || word == "1") return all_.make(true, at);
  if (word == "false" || word == "0") return all_.make(false, at);
  return error(at.where().text() + ": strToBool(" + text.substr(0, 40) + "): true, false, 1 or 0 was expected");
}

}  // namespace lamina::config
