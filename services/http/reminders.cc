#include "services/http/reminders.h"

#include <fstream>
#include <future>

#include "events/fault.h"
#include "events/seal.h"
#include "ledger/clock.h"
#include "services/files/whole_file.h"
#include "services/http/addresses.h"
#include "services/http/log_lines.h"
#include "services/ledger/world.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

constexpr std::chrono::seconds kBetweenLooks{20}, kBetweenTries{600};

std::string text_of(const std::vector<std::string>& waits, const std::string& url) {
    std::string text = "Bonjour,\r\n\r\nDans le registre Ipep, ceci attend une action de votre part :\r\n\r\n";
    for (const std::string& line : waits) text += "- " + line + "\r\n";
    return text + "\r\n" + url + "/waiting\r\n\r\nCe message est automatique ; il y en a un par jour au plus.\r\n";
}

}  // namespace

Reminders::Reminders(const Configuration& configuration, decltype(Pages::waits) waits, Crews& crews, Metrics& metrics,
                     std::function<bool()> writes)
    : configuration_(configuration),
      waits_(std::move(waits)),
      crews_(crews),
      metrics_(metrics),
      writes_(std::move(writes)),
      relay_(configuration.mail) {
    if (auto read = read_addresses(configuration.mail.addresses); !read)
        throw Fault(read.error().code, read.error().arguments);
    std::ifstream file(configuration_.ledger + "/reminded");
    std::string day, person;
    if (const auto known = file >> day ? parse_day(day) : std::nullopt) day_ = *known;
    while (file >> person) told_.insert({person});
    thread_ = std::thread([this] { work(); });
}

void Reminders::end() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    relay_.end();
    ending_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Reminders::work() {
    std::unique_lock lock(mutex_);
    while (!ends_) {
        lock.unlock();
        const bool done = tell();
        lock.lock();
        ending_.wait_for(lock, done ? kBetweenLooks : kBetweenTries, [this] { return ends_; });
    }
}

bool Reminders::tell() {
    const World world = World::real();
    const bool is_time = std::stoi(clock_in_paris(world.now())) >= configuration_.mail.hour;
    if (!is_time || !writes_()) return true;
    if (world.today() != day_) day_ = world.today(), told_.clear();
    const auto addresses = read_addresses(configuration_.mail.addresses);
    if (!addresses) {
        log_line(Level::warning, "reminders_not_sent", {{"detail", addresses.error().sentence()}});
        return false;
    }
    for (const auto& [person, address] : *addresses)
        if (!told_.contains(person) && !tell(person, address)) return false;
    return true;
}

bool Reminders::tell(const PersonId& person, const std::string& address) {
    const auto waits = waiting_for(person);
    if (!waits) return false;
    told_.insert(person);
    keep_told();
    if (waits->empty()) return true;
    const std::string id = to_hex(World::real().random_bytes("reminder")).substr(0, 32);
    const auto not_taken = relay_.send(
        {address, "Ipep : ce qui attend une action de votre part", text_of(*waits, configuration_.public_url()), id});
    metrics_.reminder(!not_taken);
    if (!not_taken) return true;
    log_line(Level::warning, "reminder_not_taken", {{"person", person.text}, {"detail", not_taken->why.sentence()}});
    if (not_taken->is_for_others) return true;
    told_.erase(person);
    keep_told();
    return false;
}

std::optional<std::vector<std::string>> Reminders::waiting_for(const PersonId& person) {
    std::vector<std::string> waits;
    std::promise<bool> read;
    crews_.reads_quickly.post(
        "", nullptr, [&](LedgerService& ledger) { waits = waits_(ledger, person); },
        [&](const Rejection* why_not) {
            if (why_not) log_line(Level::warning, "reminders_not_sent", {{"detail", why_not->sentence()}});
            read.set_value(!why_not);
        });
    if (!read.get_future().get()) return std::nullopt;
    return waits;
}

void Reminders::keep_told() const {
    std::string text = to_text(day_) + '\n';
    for (const PersonId& person : told_) text += person.text + '\n';
    try {
        (void)write_whole(configuration_.ledger + "/reminded", text, Existing::goes);
    } catch (const Fault& fault) {
        log_line(Level::warning, "reminders_not_kept", {{"detail", fault.what()}});
    }
}

}  // namespace ipep::http
