#include "events/late_library.h"

#include <gtest/gtest.h>

#include <cmath>

namespace ipep {
namespace {

struct Maths {
    LateLibrary library{"libm.so.6", "libc6"};
    decltype(static_cast<double (*)(double)>(&::floor)) floor = library.find("floor");
};

TEST(LateLibrary, GivesTheFunctionsOfALibrary) { EXPECT_EQ(Maths().floor(2.5), 2); }

TEST(LateLibrary, SaysWhichPackageIsNotInstalled) {
    try {
        const LateLibrary missing("libnowhere.so.1", "libnowhere1");
        FAIL() << "there is such a library";
    } catch (const NotInstalled& said) {
        EXPECT_EQ(said.name, "libnowhere.so.1");
        EXPECT_EQ(said.advice, "install the package libnowhere1");
    }
}

TEST(LateLibrary, OneThatLacksAFunctionIsNotTheOneWanted) {
    EXPECT_THROW(LateLibrary("libm.so.6", "libc6").find("no_such_function"), NotInstalled);
}

}  // namespace
}  // namespace ipep
