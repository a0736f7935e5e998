// MailRelay: one mail handed to the relay that is configured, by libcurl.
//
// Shape:   a text in UTF-8 to one address. Beyond this machine the relay must speak TLS with a certificate that checks.
// Errors:  server_unreachable, whatever the relay did but take the mail; `is_for_others` says that it may take others.
// Threads: any; it waits, a minute at most.
// Source:  RFC 5321, 5322, 3207, 3834; https://curl.se/libcurl/c/CURLOPT_MAIL_RCPT.html.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "ledger/rejection.h"
#include "services/http/configuration.h"

namespace ipep::http {

struct Reminder {
    std::string to, subject, text;  // the subject in ASCII
    std::string id;                 // of the message, before the sender's host
};

// Why a mail was not taken.
struct NotTaken {
    Rejection why;
    bool is_for_others = false;  // this address was refused, not the relay's service
};

class MailRelay {
public:
    // Errors: Fault config_unreadable, where the password cannot be read.
    explicit MailRelay(const Mail& mail);
    // Nothing where it was taken.
    std::optional<NotTaken> send(const Reminder& reminder) const;
    // What is being sent is given up within a second or two, and nothing is taken any more.
    void end() { ends_ = true; }

private:
    std::string message_of(const Reminder& reminder) const;

    const Mail& mail_;
    std::string password_;
    std::atomic<bool> ends_{false};
};

}  // namespace ipep::http
