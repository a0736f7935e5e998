#include "services/http/mail_relay.h"

#include <fstream>
#include <iterator>
#include <memory>

#include "events/encoding.h"
#include "events/fault.h"
#include "services/http/mail_library.h"
#include "services/http/message.h"
#include "services/http/site.h"
#include "services/ledger/world.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

constexpr long kConnecting = 10, kWhole = 60;  // seconds
constexpr std::size_t kColumns = 76;           // of a line in base64

// As mails write the time: with a zone of digits.
std::string date_of(std::int64_t now_us) {
    std::string date = http_date(now_us / 1'000'000);
    date.replace(date.size() - 3, 3, "+0000");
    return date;
}

std::string in_lines(const std::string& base64_text) {
    std::string lines;
    for (std::size_t at = 0; at < base64_text.size(); at += kColumns)
        lines += base64_text.substr(at, kColumns) + "\r\n";
    return lines;
}

std::string host_in(const std::string& relay) {
    const auto start = relay.find("://") + 3;
    const auto host = parse_host(relay.substr(start, relay.find('/', start) - start));
    return host ? host->name : std::string();
}

// What is still to be read of a message.
std::size_t give(char* to, std::size_t size, std::size_t count, void* rest) {
    auto& left = *static_cast<std::string_view*>(rest);
    const std::size_t taken = left.copy(to, size * count);
    left.remove_prefix(taken);
    return taken;
}

int is_over(void* ends, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const std::atomic<bool>*>(ends)->load() ? 1 : 0;
}

}  // namespace

MailRelay::MailRelay(const Mail& mail) : mail_(mail) {
    libcurl().curl_global_init(CURL_GLOBAL_DEFAULT);
    if (mail.password_file.empty()) return;
    std::ifstream file(mail.password_file, std::ios::binary);
    password_.assign(std::istreambuf_iterator<char>(file), {});
    while (password_.ends_with('\n') || password_.ends_with('\r')) password_.pop_back();
    if (password_.empty())
        throw Fault(code::config_unreadable, {{"path", mail.password_file}, {"what", "no password is in it"}});
}

std::string MailRelay::message_of(const Reminder& reminder) const {
    const std::string host = mail_.from.substr(mail_.from.find('@'));
    return "From: <" + mail_.from + ">\r\nTo: <" + reminder.to + ">\r\nSubject: " + reminder.subject +
           "\r\nDate: " + date_of(World::real().now()) + "\r\nMessage-ID: <" + reminder.id + host +
           ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
           "Content-Transfer-Encoding: base64\r\n\r\n" +
           in_lines(base64(reminder.text));
}

std::optional<NotTaken> MailRelay::send(const Reminder& reminder) const {
    const Libcurl& library = libcurl();
    const std::unique_ptr<CURL, decltype(library.curl_easy_cleanup)> curl(library.curl_easy_init(),
                                                                          library.curl_easy_cleanup);
    const std::unique_ptr<curl_slist, decltype(library.curl_slist_free_all)> to(
        library.curl_slist_append(nullptr, ('<' + reminder.to + '>').c_str()), library.curl_slist_free_all);
    const std::string message = message_of(reminder), from = '<' + mail_.from + '>';
    std::string_view rest = message;
    const auto set = [&](CURLoption option, auto value) { library.curl_easy_setopt(curl.get(), option, value); };
    set(CURLOPT_URL, mail_.relay.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_USE_SSL, static_cast<long>(is_loopback_name(host_in(mail_.relay)) ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!mail_.authority.empty()) set(CURLOPT_CAINFO, mail_.authority.c_str());
    if (!mail_.user.empty()) {
        set(CURLOPT_USERNAME, mail_.user.c_str());
        set(CURLOPT_PASSWORD, password_.c_str());
    }
    set(CURLOPT_MAIL_FROM, from.c_str());
    set(CURLOPT_MAIL_RCPT, to.get());
    set(CURLOPT_READFUNCTION, &give);
    set(CURLOPT_READDATA, &rest);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_XFERINFOFUNCTION, &is_over);
    set(CURLOPT_XFERINFODATA, &ends_);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, kConnecting);
    set(CURLOPT_TIMEOUT, kWhole);
    const CURLcode done = library.curl_easy_perform(curl.get());
    if (done == CURLE_OK) return std::nullopt;
    long said = 0;
    library.curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &said);
    const std::string what = said >= 400 ? "SMTP " + std::to_string(said) : library.curl_easy_strerror(done);
    // A 55x is about the mailbox; anything else may be about all of them.
    return NotTaken{{code::server_unreachable, {{"url", mail_.relay}, {"what", what}}}, said / 10 == 55};
}

}  // namespace ipep::http
