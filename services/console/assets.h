// Assets: style, script and icon of the console, compiled in; the digest of its bytes stands in the name of each.
#pragma once

#include <optional>
#include <string>

namespace ipep {

struct Asset {
    std::string content_type, bytes;
};

// "console.css" → "/assets/console.1f0e5a7c.css"
const std::string& asset_path(const std::string& name);
std::optional<Asset> asset_at(const std::string& path);

}  // namespace ipep
