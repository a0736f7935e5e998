// FolderArchive: a folder of files as one tar file, and back.
//
// Shape:  plain files only, in order of their paths, owner and time left out: the same folder gives the same bytes.
// Errors: a path that leads out of the folder, or anything but a plain file, ends the unpacking: false. Fault, where a
//         file cannot be written.
// Source: POSIX.1-1988, ustar.
#pragma once

#include <string>
#include <string_view>

namespace ipep {

std::string archive_of(const std::string& folder);
bool unpack(std::string_view archive, const std::string& folder);

}  // namespace ipep
