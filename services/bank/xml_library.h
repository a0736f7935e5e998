// XmlLibrary: libxml2 made ready once, before anybody uses it; it fills tables of its own at the first use, unlocked.
#pragma once

namespace ipep {

// Threads: any; the first one does it, the others wait.
void ready_xml_library();

}  // namespace ipep
