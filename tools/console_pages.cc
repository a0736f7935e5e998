#include "tools/console_pages.h"

#include "services/http/log_lines.h"

namespace ipep {

http::Pages pages_of(Console& console) {
    return [&console](LedgerService& ledger, const http::PageRequest& asked) {
        ConsoleRequest request{asked.request.method, asked.request.path, asked.request.query, asked.form.fields, {},
                               asked.person,         asked.language,     asked.csrf,          asked.signed_in};
        for (const auto& file : asked.form.files)
            request.uploads.push_back({file.field, file.name, file.bytes});
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
}

}  // namespace ipep
