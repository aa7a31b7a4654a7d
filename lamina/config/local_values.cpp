#include "lamina/config/local_values.h"

#include "lamina/config/internal/file_source.h"
#include "lamina/config/internal/yaml_reader.h"

namespace lamina::config {
namespace {

error at(const document& file, std::string_view key, std::string_view text) {
  return error(file.where(key).text() + ": " + std::string(text));
}

result<void> add_params(const document& file, const json::object& values, load_options& into) {
  for (const auto& one : values) {
    if (one.value().is_object() || one.value().is_array() || one.value().is_null())
      return at(file, member_path("params", one.key()), "expected text");
    const json::string* text = one.value().if_string();
    into.params.emplace(one.key(), text ? std::string(*text) : json::serialize(one.value()));
  }
  return {};
}

result<void> add(const document& file, std::string_view key, const json::value& value, load_options& into) {
  if (key == "accountId") {
    const json::string* text = value.if_string();
    if (text == nullptr) return at(file, key, "expected text in quotes (a number would lose its first zeros)");
    into.account_id = *text;
    return {};
  }
  json::object* const to = key == "ssm" ? &into.ssm : key == "cf" ? &into.cf : key == "s3" ? &into.s3 : nullptr;
  if (to == nullptr && key != "params") return at(file, key, "unknown key; expected ssm, cf, s3, params or accountId");
  if (!value.is_object()) return at(file, key, "expected a map");
  if (to == nullptr) return add_params(file, value.get_object(), into);
  to->insert(value.get_object().begin(), value.get_object().end());
  return {};
}

}  // namespace

result<void> read_local_values(const std::filesystem::path& path, load_options& into) {
  const auto text = read_text(path);
  if (!text) return error("the file " + path.string() + " cannot be read");
  warnings unused;
  const auto file = read_yaml(*text, path.filename().string(), unused);
  if (!file) return file.error();
  if (file->root.is_null()) return {};
  if (!file->root.is_object()) return error(file->file + ": expected a map with ssm, cf, s3, params or accountId");
  for (const auto& one : file->root.get_object())
    if (auto added = add(*file, one.key(), one.value(), into); !added) return added.error();
  return {};
}

}  // namespace lamina::config
