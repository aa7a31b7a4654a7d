#include "lamina/middlewares/cloudwatch_metrics/metrics_logger.h"

#include <algorithm>
#include <array>

#include "lamina/middlewares/cloudwatch_metrics/metric_limits.h"

namespace lamina {
namespace {

void require(result<void> fine) {
  if (!fine) throw std::move(fine).error();
}

std::string first_of(const std::map<std::string, std::string>& variables,
                     std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const auto found = variables.find(std::string(name)); found != variables.end() && !found->second.empty())
      return found->second;
  return {};
}

bool have_same_keys(const metric_dimensions& left, const metric_dimensions& right) {
  return left.size() == right.size() && std::ranges::all_of(left, [&right](const auto& one) {
           return std::ranges::any_of(right, [&one](const auto& other) { return other.first == one.first; });
         });
}

void set_dimension(metric_dimensions& in, const std::string& key, const std::string& value) {
  for (auto& [present, text] : in)
    if (present == key) {
      text = value;
      return;
    }
  in.emplace_back(key, value);
}

std::int64_t unix_milliseconds(system_time when) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count();
}

}  // namespace

metrics_environment metrics_environment::from(const std::map<std::string, std::string>& variables) {
  metrics_environment made;
  const auto set = [&variables](std::string& target, std::initializer_list<std::string_view> names) {
    if (std::string found = first_of(variables, names); !found.empty()) target = std::move(found);
  };
  set(made.function_name, {"AWS_LAMBDA_FUNCTION_NAME"});
  set(made.service_name, {"AWS_EMF_SERVICE_NAME", "SERVICE_NAME"});
  set(made.service_type, {"AWS_EMF_SERVICE_TYPE", "SERVICE_TYPE"});
  set(made.metrics_namespace, {"AWS_EMF_NAMESPACE"});
  set(made.trace_id, {"_X_AMZN_TRACE_ID"});
  constexpr std::pair<const char*, const char*> properties[] = {{"executionEnvironment", "AWS_EXECUTION_ENV"},
                                                                {"memorySize", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"},
                                                                {"functionVersion", "AWS_LAMBDA_FUNCTION_VERSION"},
                                                                {"logStreamId", "AWS_LAMBDA_LOG_STREAM_NAME"}};
  for (const auto& [name, variable] : properties) made.properties.emplace_back(name, first_of(variables, {variable}));
  return made;
}

metrics_logger::metrics_logger(std::shared_ptr<const target> to, const scheduler& clock, std::string_view trace_id)
    : target_(std::move(to)),
      clock_(&clock),
      trace_id_(trace_id.empty() ? std::string_view(target_->environment.trace_id) : trace_id),
      namespace_(target_->environment.metrics_namespace),
      time_(clock.wall_clock()) {}

metrics_logger& metrics_logger::put_metric(std::string_view name, double value, metric_unit unit,
                                           metric_resolution resolution) {
  require(metric_limits::check_metric(name, value));
  const auto known = std::ranges::find(metrics_, name, &metric::name);
  if (known == metrics_.end()) {
    metrics_.push_back({std::string(name), unit, resolution, {value}});
    return *this;
  }
  if (known->resolution != resolution)
    throw error("Resolution for metrics " + std::string(name) +
                " is already set. A single log event cannot have a metric with two different resolutions.");
  known->values.push_back(value);
  return *this;
}

metrics_logger& metrics_logger::set_property(std::string_view name, json::value value) {
  properties_[name] = std::move(value);
  return *this;
}

metrics_logger& metrics_logger::put_dimensions(metric_dimensions set) {
  require(metric_limits::check_dimensions(set));
  std::erase_if(dimensions_, [&set](const auto& present) { return have_same_keys(present, set); });
  dimensions_.push_back(std::move(set));
  return *this;
}

metrics_logger& metrics_logger::set_dimensions(std::vector<metric_dimensions> sets, bool use_default) {
  for (const auto& set : sets) require(metric_limits::check_dimensions(set));
  uses_default_ = use_default;
  dimensions_ = std::move(sets);
  return *this;
}

metrics_logger& metrics_logger::reset_dimensions(bool use_default) { return set_dimensions({}, use_default); }

metrics_logger& metrics_logger::set_namespace(std::string_view name) {
  require(metric_limits::check_namespace(name));
  namespace_ = name;
  return *this;
}

metrics_logger& metrics_logger::set_timestamp(system_time when) {
  require(metric_limits::check_time(when, clock_->wall_clock()));
  set_time_ = time_ = when;
  return *this;
}

void metrics_logger::add_environment() {
  const metrics_environment& from = target_->environment;
  default_dimensions_ = {{"LogGroup", from.function_name},
                         {"ServiceName", from.service_name.empty() ? from.function_name : from.service_name},
                         {"ServiceType", from.service_type}};
  for (const auto& [name, value] : from.properties)
    if (!value.empty()) properties_[name] = value;
  if (trace_id_.find("Sampled=1") != std::string::npos) properties_["traceId"] = trace_id_;
}

std::vector<metric_dimensions> metrics_logger::effective_dimensions() const {
  if (!uses_default_ || default_dimensions_.empty()) return dimensions_;
  if (dimensions_.empty()) return {default_dimensions_};
  std::vector<metric_dimensions> merged;
  for (const metric_dimensions& set : dimensions_) {
    merged.push_back(default_dimensions_);
    for (const auto& [key, value] : set) set_dimension(merged.back(), key, value);
  }
  return merged;
}

json::object metrics_logger::make_body(json::storage_ptr storage) const {
  json::object body(storage);
  json::array names(storage);
  for (const metric_dimensions& set : effective_dimensions()) {
    if (set.size() > metric_limits::max_dimensions)
      throw error(
          "Maximum number of dimensions allowed are 30.Account for default dimensions if not using set_dimensions.");
    json::array& keys = names.emplace_back(json::array(storage)).get_array();
    for (const auto& [key, value] : set) {
      keys.emplace_back(key);
      body[key] = value;
    }
  }
  for (const auto& [key, value] : properties_) body[key] = value;
  body["_aws"] = {
      {"Timestamp", unix_milliseconds(time_)},
      {"CloudWatchMetrics",
       json::array{{{"Dimensions", std::move(names)}, {"Metrics", json::array()}, {"Namespace", namespace_}}}}};
  return body;
}

// Metrics with the most values left go first, so that as few lines as possible are needed.
void metrics_logger::write_lines() const {
  struct rest {
    const metric* from;
    std::size_t written;
    std::size_t left() const { return from->values.size() - written; }
  };
  std::vector<rest> remaining;
  for (const metric& one : metrics_) remaining.push_back({&one, 0});
  std::array<unsigned char, 4096> memory;
  do {
    json::monotonic_resource arena(memory.data(), memory.size());
    json::object body = make_body(&arena);
    json::array& described = body["_aws"].at("CloudWatchMetrics").at(0).at("Metrics").as_array();
    std::ranges::stable_sort(remaining, std::ranges::greater(), &rest::left);
    for (std::size_t i = 0; i < remaining.size() && i < metric_limits::metrics_per_line; ++i) {
      rest& one = remaining[i];
      json::object& about = described.emplace_back(json::object(&arena)).get_object();
      about["Name"] = one.from->name;
      about["Unit"] = to_text(one.from->unit);
      if (one.from->resolution == metric_resolution::high) about["StorageResolution"] = 1;
      const auto begin = one.from->values.begin() + static_cast<std::ptrdiff_t>(one.written);
      const std::size_t count = std::min(one.left(), metric_limits::values_per_line);
      json::value& values = body[one.from->name];
      if (one.left() == 1)
        values = *begin;
      else
        values = json::array(begin, begin + static_cast<std::ptrdiff_t>(count), &arena);
      one.written += count;
    }
    target_->write_line(json::serialize(body));
    std::erase_if(remaining, [](const rest& one) { return one.left() == 0; });
  } while (!remaining.empty());
}

void metrics_logger::flush() {
  add_environment();
  write_lines();
  metrics_.clear();
  if (!preserves_dimensions_) dimensions_.clear();
  time_ = set_time_.value_or(clock_->wall_clock());
}

metrics_logger metrics_logger::fresh() const {
  metrics_logger made = *this;
  made.metrics_.clear();
  made.time_ = set_time_.value_or(clock_->wall_clock());
  return made;
}

}  // namespace lamina
