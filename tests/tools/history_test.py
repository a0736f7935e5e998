#!/usr/bin/env python3
"""The checker of histories finds what cannot have been, and nothing in what can.

    history_test.py IPEP DATA
"""
from history import faults_of
from service_client import check_all

LOG = ["a", "b", "c"]


def append(key, invoked, answered, position, expected=None):
    return {"at": 0, "key": key, "invoked": invoked, "answered": answered, "position": position, "expected": expected}


def read(invoked, answered, position, keys=None, least=0, at=1):
    keys = LOG[:position] if keys is None else keys
    return {"at": at, "invoked": invoked, "answered": answered, "least": least, "position": position, "keys": keys}


RIGHT = [append("a", 0, 1, 1), append("b", 2, 5, 2, 1), append("c", 2, 4, 3), read(1, 2, 1, least=1), read(3, 6, 3)]


def says(words, *more, log=None, history=None):
    found = faults_of([*(RIGHT if history is None else history), *more], LOG if log is None else log)
    assert any(words in one for one in found), (words, found)


def test_what_can_have_been_is_right():
    assert faults_of(RIGHT, LOG) == [], faults_of(RIGHT, LOG)
    assert faults_of([append("a", 0, None, None)], []) == [], "what nobody heard of need not be there"
    assert faults_of([append("a", 0, None, None)], ["a"]) == [], "and may be"
    assert faults_of([append("z", 0, 1, None, 7), *RIGHT], LOG) == [], "what was refused is not"
    at_another = [read(7, 8, 3), read(9, 10, 1, at=2)]
    assert faults_of(RIGHT + at_another, LOG) == [], "another node may be behind, where nothing more is asked"


def test_what_was_acknowledged_is_there_once():
    says("was acknowledged at 4, and is at None", append("d", 7, 8, 4))
    says("was acknowledged at 3, and is at 2", log=["a", "c", "b"])
    says("in the log twice", log=["a", "b", "c", "a"])


def test_who_was_answered_first_stands_first():
    says("stands before", history=[append("b", 0, 1, 2), append("a", 2, 3, 1), append("c", 4, 5, 3)])


def test_an_expected_position_is_kept():
    says("was to stand behind 0", history=[append("b", 0, 1, 2, 0)])
    says("was refused, and is in the log", history=[append("b", 0, 1, None, 9)])


def test_a_reading_shows_the_log_and_no_less_than_asked():
    says("asked 3 at least", read(7, 8, 2, least=3))
    says("does not show", read(7, 8, 2, ["a", "c"]))
    says("does not show", read(7, 8, 2, ["a"]))
    says("asked for after it", read(1, 1.5, 2))


def test_a_node_never_goes_back():
    says("showed 3, then 2", read(7, 8, 2))


if __name__ == "__main__":
    check_all([test for name, test in list(globals().items()) if name.startswith("test_")])
