#pragma once

#include <map>
#include <string>
#include <string_view>

namespace lamina::testing {

// One scrape, read strictly by the rules of Prometheus' text format (0.0.4): every family has HELP and TYPE before its
// samples, and stands in one piece; names, labels and values are well formed; no sample is there twice; the buckets of
// a histogram grow, and end in +Inf with its count. Throws std::runtime_error, which names the line.
// https://prometheus.io/docs/instrumenting/exposition_formats/
class metrics_reader {
 public:
  explicit metrics_reader(std::string_view text);

  // "name{a=\"b\",c=\"d\"}" with the labels in the order of their names. Throws if it is not there.
  double at(const std::string& sample) const;
  bool has(const std::string& sample) const { return samples_.contains(sample); }
  // Name to type: "counter", "gauge", "histogram", "summary".
  const std::map<std::string, std::string>& families() const noexcept { return types_; }
  const std::map<std::string, double>& samples() const noexcept { return samples_; }

 private:
  std::map<std::string, std::string> types_;
  std::map<std::string, double> samples_;
};

}  // namespace lamina::testing
