#include "services/files/scratch_folder.h"

#include <stdlib.h>

#include <cerrno>

#include "events/fault.h"
#include "ledger/code.h"
#include "services/files/new_file.h"

namespace ipep {

ScratchFolder::ScratchFolder() {
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "ipep-XXXXXX").string();
    if (error) throw fault_of("TMPDIR", error);
    if (!::mkdtemp(name.data())) throw fault_of(name, errno);
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string ScratchFolder::written(const char* name, std::string_view bytes) const {
    std::string path = file(name);
    write_new(path, bytes);
    return path;
}

}  // namespace ipep
