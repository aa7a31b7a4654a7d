#include "lamina/events/firehose_event.h"

#include "lamina/base/base64.h"

namespace lamina {

std::string firehose_record::data() const { return base64_decode_leniently(text("data")); }

void firehose_response::keep(std::string_view record_id, std::string_view data) { add(record_id, "Ok", data); }
void firehose_response::drop(std::string_view record_id) { add(record_id, "Dropped", {}); }
void firehose_response::fail(std::string_view record_id) { add(record_id, "ProcessingFailed", {}); }

void firehose_response::add(std::string_view record_id, std::string_view result, std::string_view data) {
  records_.push_back(json::object{{"recordId", record_id}, {"result", result}, {"data", base64_encode(data)}});
}

}  // namespace lamina
