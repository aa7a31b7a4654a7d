#include "lamina/middlewares/registry.h"

#include "lamina/middlewares/warmup/warmup.h"

namespace lamina {

const registry& standard_middlewares() {
  static const registry all = [] {
    registry made;
    made.add<warmup>();
    return made;
  }();
  return all;
}

}  // namespace lamina
