#include "services/scratch_folder.h"

#include <stdlib.h>

#include <cerrno>
#include <fstream>

#include "events/fault.h"
#include "ledger/code.h"

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

std::string ScratchFolder::written(const char* name, std::string_view bytes) const {
    const std::string path = file(name);
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out && errno == ENOSPC)
        throw Fault(Code::disk_full, {{"free", std::to_string(std::filesystem::space(path_).available >> 20)}});
    if (!out) throw Fault(Code::disk_fault, {{"what", path}});
    return path;
}

}  // namespace ipep
