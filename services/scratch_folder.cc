#include "services/scratch_folder.h"

#include <stdlib.h>

#include "events/fault.h"

namespace ipep {

ScratchFolder::ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "ipep-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw Fault(Code::disk_fault, {{"what", "no temporary folder"}});
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace ipep
