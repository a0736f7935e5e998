// Child processes: started, told, listened to, killed.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "tests/faults/harness.h"

namespace ipep::faults {

namespace {

std::map<std::string, ChildMain>& children() {
    static std::map<std::string, ChildMain> all;
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    for (auto& word : words) all.push_back(word.data());
    all.push_back(nullptr);
    return all;
}

// Between fork and exec only what is safe there.
pid_t start(std::vector<std::string> command, int in, int out, int err, const Limits& limits) {
    const auto words = pointers(command);
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    for (const auto& [descriptor, to] : {std::pair(in, 0), std::pair(out, 1), std::pair(err, 2)})
        if (descriptor >= 0) ::dup2(descriptor, to);
    ::close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);  // what ctest left open would count against a limit
    for (const auto& [what, most] : limits) {
        const rlimit limit{most, most};
        ::setrlimit(static_cast<__rlimit_resource>(what), &limit);
    }
    ::execvp(words[0], words.data());
    ::_exit(127);
}

Ended ended(int status) {
    Ended how;
    if (WIFEXITED(status)) how.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) how.signal = WTERMSIG(status);
    return how;
}

}  // namespace

Ended run(const std::vector<std::string>& command, const Limits& limits) {
    const Scratch scratch;
    const int out = ::open((scratch / "out").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    int err[2];  // a pipe, which no limit on file sizes cuts
    if (::pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    const pid_t pid = start(command, -1, out, err[1], limits);
    ::close(out);
    ::close(err[1]);
    std::string complaints;
    char buffer[4096];
    for (ssize_t size = 0; (size = ::read(err[0], buffer, sizeof buffer)) > 0;)
        complaints.append(buffer, static_cast<std::size_t>(size));
    ::close(err[0]);
    int status = 0;
    ::waitpid(pid, &status, 0);
    Ended how = ended(status);
    how.out = read_file(scratch / "out");
    how.err = std::move(complaints);
    return how;
}

Ended run_ipep(const std::string& folder, std::vector<std::string> arguments, const Limits& limits) {
    arguments.insert(arguments.begin(), {kIpep, "--lang", "en", "--ledger", folder});
    return run(arguments, limits);
}

Process::Process(const std::string& child, std::vector<std::string> arguments) {
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    arguments.insert(arguments.begin(), {"/proc/self/exe", "--child", child});
    pid_ = start(std::move(arguments), in[0], out[1], -1, {});
    ::close(in[0]);
    ::close(out[1]);
    in_ = in[1];
    out_ = out[0];
}

Process::~Process() {
    if (pid_ > 0) {
        kill();
        wait();
    }
    ::close(in_);
    ::close(out_);
}

void Process::tell(const std::string& line) {
    const std::string whole = line + '\n';
    [[maybe_unused]] const auto written = ::write(in_, whole.data(), whole.size());
}

std::optional<std::string> Process::line(int timeout_ms) {
    for (;;) {
        if (const auto end = pending_.find('\n'); end != std::string::npos) {
            std::string found = pending_.substr(0, end);
            pending_.erase(0, end + 1);
            return found;
        }
        pollfd ready{out_, POLLIN, 0};
        if (::poll(&ready, 1, timeout_ms) <= 0) return std::nullopt;
        char buffer[4096];
        const auto size = ::read(out_, buffer, sizeof buffer);
        if (size <= 0) return std::nullopt;
        pending_.append(buffer, static_cast<std::size_t>(size));
    }
}

void Process::signal(int number) { ::kill(pid_, number); }

Ended Process::wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return ended(status);
}

Child::Child(const std::string& name, ChildMain main) { children()[name] = std::move(main); }

void report(const std::string& line) {
    const std::string whole = line + '\n';
    if (::write(1, whole.data(), whole.size()) < 0) ::_exit(0);  // nobody listens any more
}

}  // namespace ipep::faults

int main(int argc, char** argv) {
    using namespace ipep::faults;
    if (argc > 2 && std::string_view(argv[1]) == "--child")
        return children().at(argv[2])(std::vector<std::string>(argv + 3, argv + argc));
    std::signal(SIGPIPE, SIG_IGN);
    testing::InitGoogleTest(&argc, argv);
    const int failed = RUN_ALL_TESTS();
    print_figures();
    return failed;
}
