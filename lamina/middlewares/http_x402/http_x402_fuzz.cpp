#include <cstddef>
#include <cstdint>

#include "lamina/base/base64.h"
#include "lamina/engine/engine.h"
#include "lamina/middlewares/http_x402/http_x402.h"
#include "lamina/testing/manual_scheduler.h"

// The bytes are a payment, as they are and in base64. The facilitator here refuses all: every answer is 402.
namespace {

class refusing_facilitator final : public lamina::x402_facilitator {
 public:
  lamina::task<lamina::result<lamina::json::value>> verify(lamina::json::value, lamina::json::value,
                                                           lamina::scheduler&) override {
    co_return lamina::json::value(lamina::json::object{{"isValid", false}});
  }
  lamina::task<lamina::result<lamina::json::value>> settle(lamina::json::value, lamina::json::value,
                                                           lamina::scheduler&) override {
    __builtin_trap();
    co_return lamina::json::value();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lamina;
  static const engine chain = engine().use(http_x402(
      {.pay_to = "to", .asset = "usd", .price = "0.5", .facilitator = std::make_shared<refusing_facilitator>()}));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  testing::manual_scheduler loop;
  context about(loop);
  for (const char* const name : {"payment-signature", "x-payment"}) {
    for (const std::string& header : {std::string(text), base64_encode(text)}) {
      const outcome said = chain({{"headers", {{name, header}}}}, about);
      if ((*said)->at("statusCode") != 402) __builtin_trap();
    }
  }
  return 0;
}
