#include "services/books/books.h"

#include "events/seal.h"
#include "ledger/code.h"
#include "ledger/description.h"

namespace ipep {

Verdict<Books> read_books(LedgerService& ledger, const CpamId& cpam, const Reader& reader) {
    const Book& book = ledger.book();
    if (!book.find(cpam)) return refuse(code::unknown_cpam, {{"cpam", cpam.text}});
    IPEP_TRY(reader.check(Right::read_amounts, cpam));
    Books books{cpam, {}, {}, {}};
    for (JournalEntry& entry : ledger.views().journal().entries(cpam)) {
        books.names[entry.groupement] = described(*book.find(entry.groupement)).name;
        const std::string transfer = entry.order.text.empty() ? "" : book.find(entry.order)->ordered.endToEndId;
        ledger.store().scan(entry.event, entry.event + 1, [&](Position position, const Record& record) {
            books.digests[position] = to_hex(bytes_of(record.digest));
            return true;
        });
        books.entries.push_back({std::move(entry), books.entries.size() + 1, transfer});
    }
    return books;
}

}  // namespace ipep
