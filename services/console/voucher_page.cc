// Voucher: the document behind an event, to download; and giving it where it is not kept yet.
#include "services/console/pages.h"
#include "services/ledger/voucher_file.h"

namespace ipep {

ConsolePage voucher(const Visit& visit, Position position) {
    Reader reader = visit.reader;
    auto found = open_voucher(visit.ledger, position, reader);
    if (!found) return visit.refused(Section::log, found.error());
    const std::string name = "ipep-" + std::to_string(position) + '.' + ending(found->kind);
    return {200,
            content_type(found->kind),
            std::move(found->bytes),
            {{"Content-Disposition", "attachment; filename=\"" + name + '"'}},
            {},
            reader.shown()};
}

ConsolePage give_voucher(const Visit& visit, Position position) {
    const auto& uploads = visit.request.uploads;
    const std::string path = "/events/" + std::to_string(position);
    if (uploads.empty() || uploads.front().content.empty()) return visit.moved(path, "voucher_missing");
    const auto done = keep_voucher(visit.ledger, position, uploads.front().content, visit.reader);
    return done ? visit.moved(path, "voucher_kept") : visit.refused(Section::log, done.error());
}

std::string voucher_path(const Visit& visit, Position position) {
    const auto found = voucher_file(visit.ledger, position);
    const bool opens =
        found && (found->subject.empty() ? visit.rights.reads_all() : visit.reader.may_name({found->subject}));
    return opens ? "/events/" + std::to_string(position) + "/voucher" : "";
}

}  // namespace ipep
