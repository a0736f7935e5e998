// Covers: names the section of the text a test checks, so that a tool can list section, function, tests.
//
// Shape:  COVERS("CDC 2019 §8-II") as a statement of the test; recorded as a property of its result.
// tests/sections_test
//         reads it from the sources and fails where a section of ledger/rules/ has no test.
// Source: design sentence 4.
#pragma once

#include <gtest/gtest.h>

#include <string>

#define COVERS(section) ::testing::Test::RecordProperty("covers " section, section)
