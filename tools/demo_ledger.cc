#include "tools/demo_ledger.h"

#include <stdlib.h>

#include <cerrno>
#include <filesystem>

#include "demo_facts.h"
#include "events/fault.h"
#include "events/folder.h"
#include "events/store.h"
#include "tools/demo_story.h"

namespace ipep {

std::string make_demo_ledger(std::string folder) {
    if (folder.empty()) {
        folder = (std::filesystem::temp_directory_path() / "ipep-demo-XXXXXX").string();
        if (!::mkdtemp(folder.data())) throw fault_of(folder, errno);
    }
    if (read_format(folder)) return folder;
    Store::create(folder, {.origin = "ipep-demo", .trial = true});
    tell_demo_story(folder, kDemoFacts);
    return folder;
}

}  // namespace ipep
