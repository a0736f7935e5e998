// TraceDisk: a disk built again from a recorded trace, to be crashed after any operation.
//
// Shape:   folder entries and file bytes, each twice: as the programs see them, and as a power cut would leave them.
//          A file's bytes become durable by its sync, an entry (made, renamed, removed) by the sync of its folder.
// Promise: the same trace gives the same disks, whatever order the background work had when it was recorded.
#pragma once

#include <map>
#include <memory>

#include "tests/faults/counting_file_system.h"

namespace ipep::faults {

// What a crash leaves: all that was done (kill -9); what was synced alone; half of what was not; zeros in its place.
enum class Crash : std::uint8_t { whole, synced, half, zeroed };
inline constexpr std::array<Crash, 4> kCrashes = {Crash::whole, Crash::synced, Crash::half, Crash::zeroed};

using Image = std::map<std::string, std::string>;  // path → bytes

class TraceDisk {
public:
    void apply(const Step& step);
    Image after(Crash crash) const;

private:
    struct File {
        std::string seen, durable;
    };
    std::map<std::string, std::shared_ptr<File>> seen_, durable_;
};

// Writes the image below `to`, in place of `from`, where it was recorded.
void lay_out(const Image& image, const std::string& from, const std::string& to);

}  // namespace ipep::faults
