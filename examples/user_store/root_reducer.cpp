#include "examples/user_store/root_reducer.h"

namespace user_store {

reducer root_reducer() { return keep; }

}  // namespace user_store
