#include "tools/console_pages.h"

#include "services/http/log_lines.h"

namespace ipep {
namespace {

http::Pace pace_of(const http::Request& asked) {
    const std::string& path = asked.path;
    if (asked.method == "POST") return path == "/integrity/verify" ? http::Pace::reads_long : http::Pace::acts;
    const auto as_of = asked.query.find("as-of");
    const bool is_earlier = as_of != asked.query.end() && !as_of->second.empty();
    if (is_earlier || path.starts_with("/proof/") || path == "/rules/simulation") return http::Pace::reads_long;
    return path.starts_with("/explain/") || path.starts_with("/files/") ? http::Pace::reads_for_payment
                                                                        : http::Pace::reads_quickly;
}

}  // namespace

http::Pages pages_of(Console& console) {
    const auto make = [&console](LedgerService& ledger, const http::PageRequest& asked) {
        ConsoleRequest request{asked.request.method, asked.request.path, asked.request.query, asked.form.fields, {},
                               asked.person,         asked.language,     asked.csrf,          asked.signed_in};
        for (const auto& file : asked.form.files) request.uploads.push_back({file.field, file.name, file.bytes});
        ConsolePage page = console.answer(ledger, request);
        if (page.refusal)
            http::log_line(http::Level::warning, "page_refused",
                           {{"request", asked.request.id},
                            {"person", asked.person.text},
                            {"path", asked.request.path},
                            {"code", text_of(page.refusal->code).code},
                            {"detail", page.refusal->sentence()}});
        return http::PageMade{
            {page.status, page.content_type, std::move(page.body), {page.headers.begin(), page.headers.end()}},
            std::move(page.shown)};
    };
    const auto waits = [&console](LedgerService& ledger, const PersonId& person) {
        return console.waits(ledger, person);
    };
    return {make, pace_of, waits};
}

}  // namespace ipep
