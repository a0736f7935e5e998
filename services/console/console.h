// Console: the pages people work on in a browser, made on the server; everything works without a script.
//
// Shape:   `answer` gives a whole page, a file to download, or a redirection after something was done (303). Every path
//          that the service keeps for nothing else is asked here: / and below. Files that never change lie under
//          /assets/ with their digest in the name. A GET changes nothing; a POST needs the form member `csrf`.
// Errors:  a refusal is a page of its own with the sentence and what to do; Fault passes through.
// Threads: any, each with a ledger of its own.
// Source:  WCAG 2.1 AA (RGAA 4); no inline style or script, so that the strictest policy holds.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/ledger/ledger_service.h"

namespace ipep {

// A file chosen in a form (multipart/form-data).
struct Upload {
    std::string field, name, content;
};

struct ConsoleRequest {
    std::string method, path;  // "GET" or "POST"; the path decoded, without the query
    std::map<std::string, std::string> query, form;
    std::vector<Upload> uploads;
    PersonId person;
    std::string language;    // "fr" or "en"
    std::string csrf;        // what a form sends back
    bool signed_in = false;  // by a session the person may end
};

struct ConsolePage {
    int status = 200;
    std::string content_type = "text/html; charset=utf-8", body;
    // Location, Content-Disposition, Cache-Control (assets), Set-Cookie: `language` as the reader chose it.
    std::map<std::string, std::string> headers;
    std::optional<Rejection> refusal = {};  // what the page tells of, for the log
    std::set<std::string> shown = {};       // subjects whose accounts it shows
};

struct ConsoleOptions {
    std::string signing_key = {};  // of checkpoints and proofs; empty: proofs are not signed
    std::string ledger = {};       // its folder, where heads that others have seen are kept; empty: none is known
    std::string backups = {};      // folder of backups; empty: none is known here
    std::string tokens = {};       // file of local tokens; empty: none is looked for
    std::string debtors = {};      // folder with a CPAM.toml for each account; empty: no file is issued here
    std::string version = {};      // shown at the foot of a page
    // What a CPAM is called, by its identifier; the names in `debtors` where nothing is said.
    std::map<std::string, std::string> cpam_names = {};
};

class Console {
public:
    explicit Console(ConsoleOptions options);
    ~Console();

    ConsolePage answer(LedgerService& ledger, const ConsoleRequest& request);
    // What of all that is under way waits for a person, a line for each kind with how many there are: no name and no
    // amount, for it leaves the house.
    std::vector<std::string> waits(LedgerService& ledger, const PersonId& person);

private:
    // What one answer at a time needs for itself; it is taken from those at rest and given back.
    struct Inside;
    std::unique_ptr<Inside> take();
    void give_back(std::unique_ptr<Inside> inside);
    ConsolePage answer(LedgerService& ledger, const ConsoleRequest& request, Inside& inside);

    std::shared_ptr<struct ConsoleShared> shared_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Inside>> at_rest_;
};

}  // namespace ipep
