#include "services/http/node.h"

#include <filesystem>

#include "events/code.h"
#include "events/folder.h"
#include "events/log_rocksdb.h"
#include "events/seal.h"
#include "services/http/log_lines.h"
#include "services/ledger/failure.h"

namespace ipep::http {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook(200);            // between two looks, where no word comes
constexpr std::chrono::seconds kCompare(10);  // between two comparisons with the others

// Goes on to what others appended; the views come with it, or are folded again where it is left halfway.
void follow(LedgerService& ledger, LogPostgres& kept) {
    const Position before = ledger.store().head();
    LedgerService::Unit unit(ledger);
    kept.take_in(ledger.store());
    if (ledger.store().head() == before) return unit.keep();
    ledger.views().catch_up(ledger.store(), ledger.store().head());
    unit.keep();
    ledger.hold();
    ledger.release();  // which saves the views now and then
}

}  // namespace

Node::Node(const Configuration& configuration)
    : configuration_(configuration),
      lease_(std::chrono::seconds(configuration.postgres.lease_seconds)),
      shared_(configuration.postgres.connection, "ipepd " + configuration.postgres.node,
              std::min(milliseconds(std::chrono::seconds(configuration.postgres.patience_seconds)), lease_)) {
    if (const auto known = read_format(configuration.ledger); known || known.error().code != code::no_ledger) return;
    Store::create(configuration.ledger, shared_.head().format);
}

Node::~Node() { end(); }

CommandQueue::Shared Node::shared() {
    return {[this](const std::string& folder) { return open(folder); },
            [this](LedgerService& ledger) {
                if (const auto kept = postgres()) follow(ledger, *kept);
            }};
}

std::shared_ptr<KeptTables> Node::open(const std::string& folder) {
    const Postgres& postgres = configuration_.postgres;
    auto made =
        std::make_shared<LogPostgres>(open_folder(folder, {.access = Access::write, .views = Views::names()}),
                                      std::make_unique<SharedLog>(shared_.hosts(), "ipepd " + postgres.node,
                                                                  std::chrono::seconds(postgres.patience_seconds)));
    const std::lock_guard lock(mutex_);
    if (writes_) made->write_as(epoch_);
    postgres_ = made;
    return made;
}

void Node::start(CommandQueue& desk, std::string own_url) {
    desk_ = &desk;
    own_url_ = std::move(own_url);
    thread_ = std::thread([this] { run(); });
}

void Node::end() {
    ended_ = true;
    woken_.notify_all();
    if (thread_.joinable()) thread_.join();
    if (epoch_ == 0) return;
    std::ignore = failure_of([&] { shared_.release(epoch_.exchange(0)); });  // else it ends by itself
}

Node::State Node::state() const {
    const std::lock_guard lock(mutex_);
    State state = state_;
    state.writes = writes_;
    if (writes_) state.log = std::max(state.log, desk_->head());
    return state;
}

std::string Node::key() const {
    const std::lock_guard lock(mutex_);
    return key_;
}

std::shared_ptr<LogPostgres> Node::postgres() const {
    const std::lock_guard lock(mutex_);
    return postgres_.lock();
}

void Node::run() {
    while (!ended_) {
        const auto failed = failure_of([&] { look(); });
        if (failed) {
            bool was_heard = false;
            {
                const std::lock_guard lock(mutex_);
                was_heard = std::exchange(state_.is_heard, false);
            }
            if (was_heard) log_line(Level::error, "log_unreachable", {{"detail", failed->sentence()}});
        }
        rest();
    }
}

// Who writes hears of no packs, which are its own; who does not is woken by them.
void Node::rest() {
    if (epoch_ != 0 || shared_.connections() != heard_by_) {
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, std::min(kLook, lease_ / 3), [this] { return ended_.load(); });
        return;
    }
    std::ignore = failure_of([&] { shared_.wait(kLook); });
}

void Node::look() {
    if (epoch_ != 0) return hold_lease();
    const SharedHead head = shared_.head();
    if (shared_.connections() != heard_by_) {
        shared_.listen();
        heard_by_ = shared_.connections();
    }
    const std::string key = this->key().empty() ? shared_.node_key() : this->key();
    bool was_heard = true;
    {
        const std::lock_guard lock(mutex_);
        was_heard = state_.is_heard;
        key_ = key;
        state_ = {head.mark.position, head.is_held ? head.holder : "", head.is_held ? head.url : "", true, false};
    }
    if (!was_heard) log_line(Level::info, "log_reached", {{"position", head.mark.position}, {"writer", head.holder}});
    if (!head.is_held) {
        if (const auto epoch = shared_.claim(configuration_.postgres.node, own_url_, lease_)) return take_over(*epoch);
    }
    const auto kept = postgres();
    const bool compares = is_time_to_compare();
    if (kept && (head.pack > kept->pack() || compares)) take_in(head.pack, compares);
}

bool Node::is_time_to_compare() {
    if (Clock::now() < compared_ + kCompare) return false;
    compared_ = Clock::now();
    return true;
}

void Node::hold_lease() {
    const auto now = Clock::now();
    if (gives_up_.exchange(false)) {
        shared_.release(epoch_);
        return step_down("not_taken_over");
    }
    if (const auto kept = postgres(); kept && writes_ && kept->epoch() != epoch_) return step_down("deposed");
    if (now < renewed_ + lease_ / 3) return;
    if (is_time_to_compare()) take_in(0, true);
    if (!shared_.renew(epoch_, lease_)) return step_down("lease_lost");
    renewed_ = now;
    const std::lock_guard lock(mutex_);
    state_ = {state_.log, configuration_.postgres.node, own_url_, true, true};
}

void Node::step_down(const char* why) {
    log_line(Level::warning, "writing_left", {{"why", why}, {"epoch", epoch_.load()}});
    writes_ = false;
    epoch_ = 0;
    if (const auto kept = postgres()) kept->write_as(0);
}

void Node::take_over(std::uint64_t epoch) {
    epoch_ = epoch;
    renewed_ = Clock::now();
    const auto act = [this, epoch](LedgerService* ledger) {
        const auto kept = postgres();
        if (!kept || !ledger) throw Fault(code::log_unreachable, {{"what", "the copy is not open"}});
        kept->doubt();
        follow(*ledger, *kept);
        kept->write_as(epoch);
        writes_ = true;
        log_line(Level::info, "writing_taken_over", {{"epoch", epoch}, {"position", ledger->store().head()}});
    };
    const bool posted =
        desk_->post({Job::Kind::follows, act, [this](const Rejection* fault) { gives_up_ = fault != nullptr; }});
    gives_up_ = gives_up_ || !posted;
}

// One at a time: what comes meanwhile comes with the next.
void Node::take_in(std::uint64_t pack, bool compares) {
    if (taking_in_.exchange(true)) return;
    const auto act = [this, pack, compares](LedgerService* ledger) {
        const auto kept = postgres();
        if (!kept || !ledger) return;
        kept->expect_packs_until(pack);
        follow(*ledger, *kept);
        if (compares) compare(*ledger, *kept);
    };
    const bool posted = desk_->post({Job::Kind::follows, act, [this](const Rejection*) { taking_in_ = false; }});
    if (!posted) taking_in_ = false;
}

// At the same position every copy has the same log and the same tree, or one of them is not what was recorded.
void Node::compare(LedgerService& ledger, LogPostgres& kept) const {
    const Store& store = ledger.store();
    const Witness own{store.head(), configuration_.postgres.node, store.head_digest(), store.tree().root(store.head())};
    for (const Witness& other : kept.shared().testify(own))
        if (other.log != own.log || other.tree != own.tree)
            throw Fault(code::copies_differ, {{"position", std::to_string(own.position)},
                                              {"here", to_hex(bytes_of(own.tree))},
                                              {"there", to_hex(bytes_of(other.tree)) + " (" + other.node + ')'}});
}

}  // namespace ipep::http
