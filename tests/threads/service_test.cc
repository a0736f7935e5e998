// Under the thread sanitizer: a server as it is, and its clients all at once: readings, first explanations, pages,
// commands, an event stream.
#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>
#include <thread>

#include "services/http/client.h"
#include "services/http/service.h"
#include "services/words/language.h"
#include "tests/sample.h"
#include "tests/services/busy_ledger.h"
#include "tools/console_pages.h"
#include "tools/served_questions.h"

namespace ipep {
namespace {

constexpr int kClients = 4;
const std::vector<std::string> kReadings = {"/api/v1/explanations/settlement/2021/G02/due",
                                            "/api/v1/explanations/settlement/2020/G01/score",
                                            "/api/v1/balances",
                                            "/api/v1/envelope",
                                            "/api/v1/statements/G01",
                                            "/api/v1/orders?cpam=351",
                                            "/api/v1/events?limit=20",
                                            "/api/v1/histories/settlement/2021/G02/due",
                                            "/api/v1/cpams/351/journal?style=hledger",
                                            "/",
                                            "/groupements",
                                            "/payments/351",
                                            "/settlements/2021",
                                            "/readyz",
                                            "/metrics"};

class Serving : public testing::Test {
protected:
    Serving() : commands_(served_questions(configuration_)), console_({}) {
        configuration_.ledger = busy_.folder();
        configuration_.port = 0;
        configuration_.log_requests = "none";
        service_ = std::make_unique<http::Service>(configuration_, *commands_, pages_of(console_));
        url_ = "http://127.0.0.1:" + std::to_string(service_->port());
        runs_ = std::jthread([this] { EXPECT_EQ(service_->run(), 0); });
    }
    ~Serving() override {
        service_->stop();
        runs_.join();
    }

    int status_of(http::Sent sent) const {
        sent.url = url_ + sent.url;
        const auto response = http::fetch(sent);
        EXPECT_TRUE(response) << response.error().sentence();
        return response ? response->status : 0;
    }
    void read(int client) const {
        for (std::size_t i = 0; i < 2 * kReadings.size(); ++i) {
            const std::string& path = kReadings[(i + static_cast<std::size_t>(client) * 4) % kReadings.size()];
            const std::string language = client % 2 == 0 ? "fr" : "en";
            EXPECT_EQ(status_of({"GET", path, {{"Accept-Language", language}}, ""}), 200) << path;
        }
    }
    void command(int client) const {
        for (int i = 0; i < 10; ++i) {
            const std::string key = std::to_string(client) + "-" + std::to_string(i);
            const OppositionNotified stops{{"G03"}, key};
            const http::Sent fact{"POST",
                                  "/api/v1/facts",
                                  {{"Idempotency-Key", key}, {"Origin", url_}},
                                  sample::line(stops, key, "2024-05-30")};
            EXPECT_EQ(status_of(fact), 200);
            const http::Sent settle{"POST",
                                    "/api/v1/settlements/2023?dry-run",
                                    {{"Idempotency-Key", key + "s"}, {"If-Match", "*"}, {"Origin", url_}},
                                    ""};
            EXPECT_EQ(status_of(settle), 200);
        }
    }
    // Until so many events came, or the server ends the stream.
    void follow(std::size_t bytes) const {
        namespace net = boost::asio;
        net::io_context io;
        net::ip::tcp::socket socket(io);
        socket.connect({net::ip::address_v4::loopback(), service_->port()});
        net::write(socket, net::buffer(std::string("GET /api/v1/events?from=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                                   "Accept: text/event-stream\r\n\r\n")));
        std::string chunk(65536, ' ');
        boost::system::error_code error;
        for (std::size_t seen = 0; seen < bytes && !error;) seen += socket.read_some(net::buffer(chunk), error);
        EXPECT_FALSE(error) << error.message();
    }

    const BusyFolder busy_;
    http::Configuration configuration_;
    std::unique_ptr<http::Commands> commands_;
    Console console_;
    std::unique_ptr<http::Service> service_;
    std::string url_;
    std::jthread runs_;
};

TEST_F(Serving, ReadersWriterPagesAndStreamsAtOnce) {
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i) clients.emplace_back([this, i] { read(i); });
    for (int i = 0; i < 2; ++i) clients.emplace_back([this, i] { command(i); });
    for (int i = 0; i < 2; ++i) clients.emplace_back([this] { follow(20'000); });
    clients.clear();
    EXPECT_EQ(status_of({"GET", "/api/v1/balances", {}, ""}), 200);
}

}  // namespace
}  // namespace ipep

int main(int argc, char** argv) {
    ipep::choose_language("en");  // once, before other threads start
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
