// Alike: whether two identifiers name one thing to who reads them.
//
// Shape:  the likeness of an identifier is its text without capitals, with one sign for each family of look-alikes:
//         O and 0; l, I and 1; hyphen, underscore and full stop. Different likenesses look different.
// Source: CSS D.253-4 (two persons are two persons, whatever they are called); ops/decisions/0018.
#pragma once

#include "ledger/book.h"
#include "ledger/rejection.h"

namespace ipep {

std::string likeness(std::string_view identifier);

inline bool alike(const PersonId& one, const PersonId& other) { return likeness(one.text) == likeness(other.text); }

// Under which identifiers of one kind are found in the book: groupements, CPAMs and persons do not meet.
LikenessId likeness_of(const GroupementId& groupement);
LikenessId likeness_of(const CpamId& cpam);
LikenessId likeness_of(const PersonId& person);

// Nothing in use but the identifier itself looks like it. Errors: identifier_alike.
template <class Id>
Verdict<> looks_like_no_other(const Book& book, const char* member, const Id& id);

}  // namespace ipep
