#!/usr/bin/env python3
"""Each answer of the API is what the description says it is: no member more, none less, none of another kind.

    service_answers_test.py IPEP DATA

A ledger is lived through the service (service_life.py); every JSON answer it gives on the way is held against the
schema of its operation. An operation that answers with JSON and was never asked fails the test.
"""
import datetime
import re
import tempfile

from service_client import check_all
from service_life import LivingServer, live

TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}
WORDS = {"type", "enum", "pattern", "format", "items", "properties", "required", "additionalProperties", "x-paged"}


def is_of(value, kind):
    return isinstance(value, TYPES[kind]) and not (kind == "integer" and isinstance(value, bool))


def complaint(value, schema, schemas, where="answer"):
    """What is wrong with a value, by the words of JSON Schema that our shapes use; None where nothing is."""
    if "$ref" in schema:
        return complaint(value, schemas[schema["$ref"].rsplit("/", 1)[1]], schemas, where)
    if "anyOf" in schema:
        found = [complaint(value, one, schemas, where) for one in schema["anyOf"]]
        return None if None in found else "; ".join(found)
    assert set(schema) <= WORDS, schema
    if "type" in schema and not is_of(value, schema["type"]):
        return f"{where}: {value!r} is no {schema['type']}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{where}: {value!r} is none of {schema['enum']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return f"{where}: {value!r} does not match {schema['pattern']}"
    if "format" in schema:
        try:
            parse = {"date": datetime.date, "date-time": datetime.datetime}[schema["format"]].fromisoformat
            parse(value.replace("Z", "+00:00"))
        except ValueError as error:
            return f"{where}: {error}"
    parts = []
    if isinstance(value, list):
        parts = [complaint(one, schema.get("items", {}), schemas, f"{where}[{i}]") for i, one in enumerate(value)]
    elif isinstance(value, dict):
        missing = set(schema.get("required", ())) - set(value)
        if missing:
            return f"{where} lacks {missing}"
        for name, one in value.items():
            known = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            if known is False:
                return f"{where}.{name} is not described"
            parts.append(complaint(one, known, schemas, f"{where}.{name}"))
    return next((part for part in parts if part), None)


def test_each_answer_is_what_its_schema_says():
    with tempfile.TemporaryDirectory() as folder, LivingServer(folder) as server:
        live(server)
        schemas = server.document["components"]["schemas"]
        found = [(one, path, complaint(answer, server.described[one], schemas)) for one, path, answer in server.answers]
        wrong = [one for one in found if one[2]]
        assert not wrong, wrong[:5]
        asked = {one for one, _, _ in server.answers}
        assert asked == set(server.described), ("never asked", set(server.described) - asked)


def test_a_member_that_is_not_described_is_found():
    schema = {"type": "object", "additionalProperties": False, "required": ["a"],
              "properties": {"a": {"type": "integer"}}}
    assert complaint({"a": 1}, schema, {}) is None
    for wrong in ({}, {"a": "1"}, {"a": True}, {"a": 1, "b": 2}, []):
        assert complaint(wrong, schema, {}), wrong


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
