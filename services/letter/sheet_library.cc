#include "services/letter/sheet_library.h"

namespace ipep {

const Pango& pango() {
    static const Pango loaded;
    return loaded;
}

}  // namespace ipep
