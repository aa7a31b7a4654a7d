#include <cstdio>
#include <exception>
#include <iostream>

#include "clients.h"

// broadcast ADDRESS:PORT/PATH CLIENTS HANGING BYTES
// Opens all clients, of whom HANGING never read, and prints "open COUNT LOST SECONDS". For each line of standard input
// one client asks for a push of a document of that many bytes to everybody; prints "P50 P99 LAST RECEIVED MISSING
// LOST", times in ms from the asking to the arrival at a client that reads.
namespace {

using namespace std::chrono_literals;

class broadcast {
 public:
  broadcast(const bench::target& to, std::size_t count, std::size_t hanging, std::string bytes)
      : all_(to, count), hanging_(hanging), bytes_(std::move(bytes)) {
    all_.on_message([this](std::size_t, std::string_view text) { on_document(text); });
  }

  void open() {
    const auto begin = bench::steady::now();
    all_.open(300s);
    for (std::size_t i = 1; i <= hanging_; ++i) all_.stop_reading(i);
    const double took = std::chrono::duration<double>(bench::steady::now() - begin).count();
    std::printf("open %zu %zu %.2f\n", all_.count_open(), all_.count_lost(), took);
  }

  void push() {
    ++round_;
    times_.clear();
    expected_ = "{\"round\":" + std::to_string(round_) + ",";
    asked_ = bench::steady::now();
    all_.send(0, bench::text_frame("{\"action\":\"push\",\"round\":" + std::to_string(round_) + ",\"bytes\":" + bytes_ +
                                   "}"));
    const auto wanted = [this] { return all_.count_open() - hanging_; };
    all_.run([&] { return times_.size() >= wanted(); }, asked_ + 29s);
    const std::size_t received = times_.size();
    std::printf("%s %zu %zu %zu\n", bench::describe(std::move(times_)).c_str(), received, wanted() - received,
                all_.count_lost());
  }

 private:
  void on_document(std::string_view text) {
    if (text.starts_with(expected_)) {
      times_.push_back(std::chrono::duration<double, std::milli>(bench::steady::now() - asked_).count());
    } else if (!text.starts_with("{\"round\":")) {
      std::fprintf(stderr, "unexpected: %.*s\n", static_cast<int>(std::min<std::size_t>(text.size(), 200)),
                   text.data());
    }
  }

  bench::clients all_;
  std::size_t hanging_;
  std::string bytes_, expected_;
  int round_ = 0;
  bench::steady::time_point asked_;
  std::vector<double> times_;
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5) throw std::runtime_error("broadcast ADDRESS:PORT/PATH CLIENTS HANGING BYTES");
  broadcast run(bench::parse_target(argv[1]), std::stoul(argv[2]), std::stoul(argv[3]), argv[4]);
  run.open();
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line); std::fflush(stdout)) run.push();
} catch (const std::exception& failure) {
  std::fprintf(stderr, "%s\n", failure.what());
  return 1;
}
