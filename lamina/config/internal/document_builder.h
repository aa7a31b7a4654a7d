#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/config/internal/document.h"
#include "lamina/config/warning.h"

namespace lamina::config {

// Why a document was refused: thrown by the builder, caught by read_yaml.
struct refused_document {
  location where;
  std::string text;
};

// Turns the events of a YAML parser into a document. Lines count from 1; an anchor of 0 is none; a tag is "" for a
// plain node, "!" for a quoted scalar, else as written.
class document_builder {
 public:
  document_builder(std::string file, warnings& warned);

  void scalar(int line, std::string_view tag, std::size_t anchor, std::string_view text);
  void alias(int line, std::size_t anchor);
  void begin_list(int line, std::string_view tag, std::size_t anchor);
  void begin_map(int line, std::string_view tag, std::size_t anchor);
  void end_collection();
  document finish() { return std::move(out_); }

 private:
  // A map or list that is being read.
  struct frame {
    json::value value;
    std::string tag;
    std::size_t anchor = 0;
    std::string path;
    int line = 0;
    std::optional<std::string> key;  // of a map: read, its value is awaited
    bool merges = false;             // the key is <<
    std::set<std::string> merged;    // keys from a merge: an own key may replace them
  };

  void begin(json::value empty, int line, std::string_view tag, std::size_t anchor);
  bool awaits_key() const;
  void take_key(int line, std::string_view text, bool plain);
  std::string next_path() const;
  void note_line(int line);
  void add(json::value value, int line);
  void merge(frame& into, const json::value& source, int line);
  void count_nodes(const json::value& value, int line);
  json::value tagged(json::value value, std::string_view tag, int line, const std::string& path);
  [[noreturn]] void refuse(int line, std::string path, std::string text) const;

  document out_;
  warnings& warned_;
  std::vector<frame> open_;
  std::map<std::size_t, json::value> anchors_;
  std::size_t nodes_ = 0;
};

}  // namespace lamina::config
