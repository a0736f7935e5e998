#!/usr/bin/env python3
"""The description of the API is sound OpenAPI 3.1, and describes what is there.

    service_openapi_test.py IPEP DATA
"""
import re

from service_client import Server, check_all

METHODS = {"get", "post", "put", "delete"}


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert method in METHODS, (path, method)
            yield path, method, operation


def test_the_document_is_sound():
    with Server() as server:
        document = server.get("/api/openapi.json")
    assert document["openapi"] == "3.1.0" and document["info"]["title"] and document["info"]["version"]
    ids, tags = [], {tag["name"] for tag in document["tags"]}
    for path, method, operation in operations(document):
        ids.append(operation["operationId"])
        assert operation["summary"] and set(operation["tags"]) <= tags, path
        names = [(p["in"], p["name"]) for p in operation["parameters"]]
        assert len(names) == len(set(names)), names
        in_path = {name for place, name in names if place == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path)), (path, in_path)
        assert all(p["required"] and p["schema"] for p in operation["parameters"] if p["in"] == "path")
        assert all(p["description"] for p in operation["parameters"]), path
        assert {"200", "201"} & set(operation["responses"]) and "4XX" in operation["responses"], path
    assert len(ids) == len(set(ids)), ids
    try:
        from openapi_spec_validator import validate
    except ImportError:
        print("     openapi_spec_validator is not installed: only the structure was checked")
        return
    validate(document)


def test_every_path_described_is_there():
    with Server() as server:
        for path, method, operation in operations(server.get("/api/openapi.json")):
            asked = re.sub(r"{YEAR}", "2019", re.sub(r"{(POSITION|OLD|NEW)}", "0", path))
            asked = re.sub(r"{P[12]}", "0", asked)
            asked = re.sub(r"{\w+}", "x", asked)
            if method == "get":
                status, headers, body = server.ask("GET", asked)
                assert status != 405 and b"resource_unknown" not in body, (asked, body)
            else:
                assert server.ask("POST", asked)[0] in (400, 422, 428), asked


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
