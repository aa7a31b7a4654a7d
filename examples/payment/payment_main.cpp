// Try it: payment --event FILE, payment --serve PORT, or deploy it as a provided.al2023 function.
#include "lamina/runtime/run.h"
#include "payment.h"

int main() { return lamina::run(payments()); }
