#include "tests/faults/trace_disk.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace ipep::faults {
namespace {

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

// The durable bytes, and of those that are not: half, or zeros in their place.
std::string torn(const std::string& durable, const std::string& seen, Crash crash) {
    std::string bytes = seen;
    const auto same = std::ranges::mismatch(durable, seen).in2 - seen.begin();
    const auto from = static_cast<std::size_t>(same);
    if (crash == Crash::zeroed) {
        std::fill(bytes.begin() + same, bytes.end(), '\0');
        if (durable.size() == seen.size()) bytes.replace(from + 64, std::string::npos, durable.substr(from + 64));
        return bytes;
    }
    if (durable.size() != seen.size()) return bytes.substr(0, from + (seen.size() - from) / 2);
    std::size_t until = seen.size();  // overwritten in place: the first half of what differs
    while (until > from && seen[until - 1] == durable[until - 1]) --until;
    const std::size_t middle = from + (until - from) / 2;
    return bytes.replace(middle, std::string::npos, durable.substr(middle));
}

}  // namespace

// RocksDB's own LOG is renamed but was never seen made: what is not known is left alone.
void TraceDisk::apply(const Step& step) {
    const auto at = seen_.find(step.path);
    if (step.op == Op::create) {
        seen_[step.path] = std::make_shared<File>();
    } else if (step.op == Op::sync_folder) {
        const auto here = [&](const auto& entry) { return folder_of(entry.first) == step.path; };
        std::erase_if(durable_, here);
        std::ranges::copy_if(seen_, std::inserter(durable_, durable_.end()), here);
    } else if (at == seen_.end()) {
        return;
    } else if (step.op == Op::append) {
        at->second->seen += step.data;
    } else if (step.op == Op::overwrite) {
        at->second->seen.replace(step.offset, step.data.size(), step.data);
    } else if (step.op == Op::sync) {
        at->second->durable = at->second->seen;
    } else if (step.op == Op::rename) {
        seen_[step.to] = at->second;
        seen_.erase(step.path);
    } else if (step.op == Op::remove) {
        seen_.erase(at);
    }
}

Image TraceDisk::after(Crash crash) const {
    Image image;
    for (const auto& [path, file] : crash == Crash::synced ? durable_ : seen_) {
        if (crash == Crash::whole)
            image[path] = file->seen;
        else if (crash == Crash::synced || file->durable == file->seen)
            image[path] = file->durable;
        else
            image[path] = torn(file->durable, file->seen, crash);
    }
    return image;
}

void lay_out(const Image& image, const std::string& from, const std::string& to) {
    std::filesystem::remove_all(to);
    std::filesystem::create_directories(to + "/db");
    for (const auto& [path, bytes] : image)
        if (path.starts_with(from + "/")) std::ofstream(to + path.substr(from.size()), std::ios::binary) << bytes;
}

}  // namespace ipep::faults
