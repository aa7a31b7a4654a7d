#include "lamina/events/kinesis_event.h"

#include "lamina/base/base64.h"

namespace lamina {

std::string kinesis_record::data() const { return base64_decode_leniently(text("kinesis", "data")); }

}  // namespace lamina
