#include <cstdio>
#include <exception>
#include <iostream>

#include "clients.h"

// round_trips ADDRESS:PORT/PATH CLIENTS SECONDS MESSAGE
// Each client sends the message, waits for the same text, sends again. Prints "open LOST" once every client has had an
// answer, waits for a line, measures, and prints "MESSAGES_PER_SECOND P50 P99 LAST MESSAGES ERRORS" (times in ms).
namespace {

class round_trips {
 public:
  round_trips(const bench::target& to, std::size_t count, std::string message)
      : all_(to, count), sent_(count), message_(std::move(message)), frame_(bench::text_frame(message_)) {
    all_.on_message([this](std::size_t client, std::string_view text) { on_answer(client, text); });
  }

  std::size_t open() {
    all_.open(std::chrono::seconds(60));
    ask_all();
    wait_for_answers(std::chrono::minutes(4));  // some rivals start a thread for each client now
    return all_.count_lost() + missing_;
  }

  void measure(std::chrono::seconds time) {
    times_.clear();
    wrong_ = 0;
    const auto begin = bench::steady::now();
    goes_on_ = true;
    ask_all();
    all_.run([] { return false; }, begin + time);
    goes_on_ = false;
    wait_for_answers(std::chrono::seconds(60));
    const double took = std::chrono::duration<double>(bench::steady::now() - begin).count();
    std::printf("%.0f %s %zu %zu\n", static_cast<double>(times_.size()) / took, bench::describe(times_).c_str(),
                times_.size(), wrong_ + missing_ + all_.count_lost());
  }

 private:
  void ask(std::size_t client) {
    sent_[client] = bench::steady::now();
    all_.send(client, frame_);
  }
  void ask_all() {
    missing_ = all_.count_open();
    lost_before_ = all_.count_lost();
    for (std::size_t i = 0; i < all_.size(); ++i) ask(i);
  }
  void wait_for_answers(std::chrono::seconds patience) {
    all_.run([this] { return missing_ <= all_.count_lost() - lost_before_; }, bench::steady::now() + patience);
  }
  void on_answer(std::size_t client, std::string_view text) {
    times_.push_back(std::chrono::duration<double, std::milli>(bench::steady::now() - sent_[client]).count());
    if (text != message_) ++wrong_;
    if (goes_on_) return ask(client);
    --missing_;
  }

  bench::clients all_;
  std::vector<bench::steady::time_point> sent_;
  std::string message_, frame_;
  std::vector<double> times_;
  std::size_t missing_ = 0, lost_before_ = 0, wrong_ = 0;
  bool goes_on_ = false;
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5) throw std::runtime_error("round_trips ADDRESS:PORT/PATH CLIENTS SECONDS MESSAGE");
  round_trips run(bench::parse_target(argv[1]), std::stoul(argv[2]), argv[4]);
  std::printf("open %zu\n", run.open());
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line); std::fflush(stdout))
    run.measure(std::chrono::seconds(std::stoi(argv[3])));
} catch (const std::exception& failure) {
  std::fprintf(stderr, "%s\n", failure.what());
  return 1;
}
