#include "services/console/assets.h"

#include <map>

#include "events/seal.h"
#include "services/console/templates.h"

namespace ipep {
namespace {

const std::map<std::string, std::string>& kinds() {
    static const std::map<std::string, std::string> all = {{"console.css", "text/css; charset=utf-8"},
                                                           {"console.js", "text/javascript; charset=utf-8"},
                                                           {"icon.svg", "image/svg+xml"}};
    return all;
}

const std::map<std::string, std::string>& paths() {
    static const std::map<std::string, std::string> all = [] {
        std::map<std::string, std::string> made;
        for (const auto& [name, kind] : kinds()) {
            const std::string digest = to_hex(bytes_of(sha256(*console_file("assets/" + name)))).substr(0, 12);
            const auto point = name.find('.');
            made[name] = "/assets/" + name.substr(0, point) + '.' + digest + name.substr(point);
        }
        return made;
    }();
    return all;
}

}  // namespace

const std::string& asset_path(const std::string& name) { return paths().at(name); }

std::optional<Asset> asset_at(const std::string& path) {
    for (const auto& [name, where] : paths())
        if (where == path) return Asset{kinds().at(name), *console_file("assets/" + name)};
    return std::nullopt;
}

}  // namespace ipep
