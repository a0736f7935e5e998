// What a server says out of turn goes nowhere but to who asked; a server that says nothing is waited for as long as was
// said. The server is one of the test's own, for a real one says such things at moments that cannot be chosen.
#include "events/log_postgres_session.h"

#include <gtest/gtest.h>

#include <boost/asio.hpp>
#include <thread>

#include "events/big_endian.h"

namespace ipep {
namespace {

using boost::asio::ip::tcp;
using std::chrono::milliseconds;

// PostgreSQL 15 documentation, §55.7 Message Formats.
std::string message(char kind, const std::string& body) { return kind + big_endian(body.size() + 4, 4) + body; }
const std::string kSignedIn = message('R', big_endian(0, 4)), kReady = message('Z', "I");
std::string field(char kind, const std::string& text) { return kind + text + '\0'; }
const std::string kEnding =
    message('E', field('S', "FATAL") + field('V', "FATAL") + field('C', "57P01") +
                     field('M', "terminating connection due to unexpected postmaster exit") + '\0');

// Answers the start of one connection with these bytes, all at once, and closes.
class OneServer {
public:
    explicit OneServer(std::string answer)
        : acceptor_(io_, {tcp::v4(), 0}), serving_([this, answer = std::move(answer)] {
              tcp::socket socket = acceptor_.accept();
              std::array<char, 1024> start{};
              socket.read_some(boost::asio::buffer(start));
              boost::asio::write(socket, boost::asio::buffer(answer));
              boost::system::error_code given_up;
              if (answer.empty()) socket.read_some(boost::asio::buffer(start), given_up);
          }) {}
    ~OneServer() { serving_.join(); }
    std::string name() const { return "127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }
    std::string connection() const {
        return "host=127.0.0.1 port=" + std::to_string(acceptor_.local_endpoint().port()) +
               " sslmode=disable gssencmode=disable user=u";
    }

private:
    boost::asio::io_context io_;
    tcp::acceptor acceptor_;
    std::thread serving_;
};

TEST(PostgresSession, WhatTheServerSaysOutOfTurnStandsInNoLineOfTheLog) {
    const OneServer server(kSignedIn + kReady + kEnding);
    PostgresSession session(server.connection(), "test", milliseconds(2000));
    testing::internal::CaptureStderr();
    EXPECT_THROW(session.ask("select 1"), LogLost);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(PostgresSession, AServerThatSaysNothingIsGivenUp) {
    const OneServer server("");
    PostgresSession session(server.connection() + " connect_timeout=1", "test", milliseconds(2000));
    try {
        session.ask("select 1");
        ADD_FAILURE() << "it answered";
    } catch (const LogLost& lost) {
        EXPECT_EQ(lost.rejection.arguments.front().second, server.name() + ": no answer within 1000 ms");
    }
}

TEST(PostgresHosts, WhatTheStringDoesNotSayStandsInTheEnvironment) {
    ASSERT_EQ(::setenv("PGHOST", "127.0.0.2,127.0.0.3", 1), 0);
    const auto named = PostgresHosts("user=u").all(), said = PostgresHosts("host=127.0.0.4").all();
    ASSERT_EQ(::setenv("PGHOSTADDR", "127.0.0.5", 1), 0);
    const auto apart = PostgresHosts("host=localhost").all();
    ::unsetenv("PGHOST");
    ::unsetenv("PGHOSTADDR");
    ASSERT_EQ(named.size(), 2u);
    EXPECT_EQ(named[0].name + ' ' + named[1].name, "127.0.0.2 127.0.0.3");
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said[0].name, "127.0.0.4");
    ASSERT_EQ(apart.size(), 1u);
    EXPECT_EQ(apart[0].name + ' ' + apart[0].address, "localhost 127.0.0.5");
    const auto of_service = PostgresHosts("service=s host=localhost").all();
    ASSERT_EQ(of_service.size(), 1u);
    EXPECT_EQ(of_service[0].address, "") << "it may be the service that says it";
}

TEST(PostgresHosts, EachAddressOfANameIsAHost) {
    const auto hosts = PostgresHosts("host=localhost,/run/postgresql,nowhere.invalid port=5433").all();
    bool is_found = false;
    for (const PostgresHost& one : hosts) is_found |= one.name == "localhost" && one.address == "127.0.0.1";
    EXPECT_TRUE(is_found);
    ASSERT_GE(hosts.size(), 3u);
    const PostgresHost &socket = hosts[hosts.size() - 2], &unknown = hosts.back();
    EXPECT_EQ(socket.name + socket.address, "/run/postgresql");
    EXPECT_EQ(unknown.name + unknown.address, "nowhere.invalid");
    for (const PostgresHost& one : hosts) EXPECT_EQ(one.port, "5433");
}

}  // namespace
}  // namespace ipep
