#!/usr/bin/env python3
"""Clients that others generate of the description compile, and read by name what every resource answers.

    service_typed_test.py IPEP DATA

TypeScript: types by openapi-typescript, a client of every operation by this file, `tsc --strict`; what it reads of an
answer is each member of its schema, by name and with its type, so that a record of which nothing is said, or a member
that is not there, does not compile. Python: classes by quicktype. Both then read what a server answered in a life of a
ledger (service_life.py), every operation of it. Skipped where Node.js or the packages of tests/clients are not here."""
import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from service_client import check_all
from service_life import LivingServer, live

TESTS = pathlib.Path(__file__).resolve().parent.parent
MODULES = TESTS.parent / "build-clients" / "node_modules"
SAYS = {"string": "text", "integer": "number", "number": "number", "boolean": "yes_or_no"}
PLACES = {"YEAR": 2021, "GROUPEMENT": "G01", "CPAM": "351", "ACCOUNT": "407100", "WHAT": "payments", "LIST": "assumed",
          "OLD": 2, "NEW": 9, "P1": 20, "P2": 140, "POSITION": 3, "REF": "settlement/2021/G01/due"}


def missing():
    """Why the clients cannot be made; nothing where they can."""
    if not shutil.which("node"):
        return "Node.js is not installed"
    ours, theirs = TESTS / "clients/package-lock.json", MODULES.parent / "package-lock.json"
    if not theirs.exists() or ours.read_bytes() != theirs.read_bytes():
        return "the packages of tests/clients/package-lock.json are not installed; ops/setup --tests does it"
    return ""


def node(*words):
    done = subprocess.run(["node", *map(str, words)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, (words[0], done.stdout[-3000:], done.stderr[-2000:])
    return done.stdout


class TypeScript:
    """Functions that read each member of an answer, of the schemas of a document."""

    def __init__(self, document):
        self.schemas, self.names, self.lines = document["components"]["schemas"], 0, []
        for name, schema in self.schemas.items():
            self.function(f"read_{name}", f'components["schemas"]["{name}"]', schema)

    def function(self, name, kind, schema):
        body = list(self.reads("it", schema))
        self.lines += [f"export function {name}(it: {kind}): void {{", *body, "}"]

    def new(self):
        self.names += 1
        return f"x{self.names}"

    def reads(self, at, schema):
        """The statements that read what stands at an expression."""
        if "$ref" in schema:
            yield f"read_{schema['$ref'].rsplit('/', 1)[1]}({at});"
        elif "anyOf" in schema:
            yield from self.reads_one_of(at, schema["anyOf"])
        elif schema.get("type") == "array":
            one = self.new()
            yield f"for (const {one} of {at}) {{"
            yield from self.reads(one, schema["items"])
            yield "}"
        elif schema.get("type") == "object":
            yield from self.reads_members(at, schema)
        elif schema.get("type") in SAYS:
            yield f"{SAYS[schema['type']]}({at});"
        elif schema:
            assert schema == {"type": "null"}, schema

    def reads_members(self, at, schema):
        assert "properties" in schema or isinstance(schema.get("additionalProperties"), dict), (at, "an empty record")
        for name, member in schema.get("properties", {}).items():
            place = f"{at}.{name}"
            if name in schema.get("required", ()):
                yield from self.reads(place, member)
            else:
                yield f"if ({place} !== undefined) {{"
                yield from self.reads(place, member)
                yield "}"
        if isinstance(others := schema.get("additionalProperties"), dict):
            one = self.new()
            yield f"for (const {one} of Object.values({at})) {{"
            yield from self.reads(one, others)
            yield "}"

    def reads_one_of(self, at, ways):
        """Records by a member that the others do not have, values by their kind."""
        records = [way for way in ways if "$ref" in way or way.get("type") == "object"]
        values = [way for way in ways if way not in records]
        for way in values:
            if way["type"] != "null":
                yield f'if (typeof {at} === "{ {"integer": "number"}.get(way["type"], way["type"])}") {{'
                yield from self.reads(at, way)
                yield "}"
        if len(records) == 1 and values:
            yield f'if (typeof {at} === "object" && {at} !== null) {{'
            yield from self.reads(at, records[0])
            yield "}"
        elif records:
            yield from self.reads_record_of(at, records)

    def reads_record_of(self, at, records):
        members = [self.resolved(way).get("properties", {}) for way in records]
        for way, own in zip(records, members):
            others = set().union(*(other for other in members if other is not own))
            if telling := [name for name in own if name not in others and name in self.resolved(way)["required"]]:
                yield f'if ("{telling[0]}" in {at}) {{'
                yield from self.reads(at, way)
                yield "}"

    def resolved(self, schema):
        return self.schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def client_of(document, described):
    """The module that asks every operation and reads every answer."""
    made = TypeScript(document)
    asks, readers = [], []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            name = operation["operationId"]
            if name not in described:
                continue
            plain = name.replace("-", "_")
            made.function(f"answer_{plain}", f'Answer<paths["{path}"]["{method}"]>', described[name])
            readers.append(f'"{name}": (it: unknown) => answer_{plain}(it as Answer<paths["{path}"]["{method}"]>),')
            asks.append(f'"{name}": async (server: string) => answer_{plain}('
                        f'await ask(server, "{method}", "{path}", {json.dumps(given(operation))})),')
    return "\n".join(['import { ask, number, text, yes_or_no, type Answer } from "./ask.js";',
                      'import type { components, paths } from "./api.js";', *made.lines,
                      "export const readers = {", *readers, "};", "export const asks = {", *asks, "};", ""])


def given(operation):
    """Each parameter that has to be given, and that can be."""
    places = {}
    for one in operation["parameters"]:
        if one["required"]:
            named = places.setdefault(one["in"], {})
            is_number = one["schema"]["type"] == "integer"
            value = PLACES.get(one["name"], "*" if one["name"] == "If-Match" else 1 if is_number else "x")
            named[one["name"]] = value if is_number else str(value)
    return places


RUN = """import { readFileSync } from "node:fs";
import { Refused } from "./ask.js";
import { asks, readers } from "./client.js";
const [, , server, reading, answers] = process.argv;
for (const [name, answer] of JSON.parse(readFileSync(answers, "utf8"))) readers[name](answer);
const told = {};
for (const name of JSON.parse(reading))
  told[name] = await asks[name](server).then(
    () => "answered", (why) => why instanceof Refused ? why.code : Promise.reject(why));
console.log(JSON.stringify(told));
"""


def compile_client(at, document, described):
    (at / "api.json").write_text(json.dumps(document))
    (at / "package.json").write_text('{"type": "module"}')
    node(MODULES / "openapi-typescript/bin/cli.js", at / "api.json", "-o", at / "api.ts")
    shutil.copy(TESTS / "clients/ask.ts", at)
    (at / "client.ts").write_text(client_of(document, described))
    node(MODULES / "typescript/bin/tsc", "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes",
         "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler",
         "--lib", "es2022,dom,dom.iterable",
         "--rootDir", at, at / "client.ts")
    (at / "run.js").write_text(RUN)


def check_typescript(server, at):
    compile_client(at, server.document, server.described)
    (at / "answers.json").write_text(json.dumps([[name, answer] for name, _, answer in server.answers]))
    read = [item["get"]["operationId"] for item in server.document["paths"].values() if "get" in item]
    reads = [name for name in read if name in server.described]
    told = json.loads(node(at / "run.js", server.url, json.dumps(reads), at / "answers.json"))
    refused = {name: code for name, code in told.items() if code != "answered"}
    # Of an order, payee or file that nobody named, and of the report of a year that is not settled yet.
    assert set(refused) <= {"approve-checks", "confirm-checks", "closing-checklist", "report"}, refused
    assert len(told) > 30, told


def plain(schema):
    """Without formats, for a day or an amount stays the text that it is, and with quicktype's place for definitions."""
    if isinstance(schema, list):
        return [plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: one.replace("#/components/schemas/", "#/definitions/") if name == "$ref" else plain(one)
            for name, one in schema.items()
            if isinstance(one, dict) or name not in ("format", "pattern", "x-paged")}


def check_python(server, at):
    names = {name: name.replace("-", " ").title().replace(" ", "") + "Answer" for name in server.described}
    (at / "schemas.json").write_text(json.dumps({
        "definitions": plain(server.document["components"]["schemas"]),
        "answers": {names[name]: plain(schema) for name, schema in server.described.items()}}))
    node(TESTS / "clients/python_types.mjs", MODULES, at / "schemas.json", at / "api_types.py")
    spec = importlib.util.spec_from_file_location("api_types", at / "api_types.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["api_types"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    for name, path, answer in server.answers:
        function = "".join("_" + c.lower() if c.isupper() else c for c in names[name]).lstrip("_")
        read = getattr(module, function + "_from_dict")(answer)
        assert getattr(module, function + "_to_dict")(read) == answer, (name, path)


def test_generated_clients_read_every_answer():
    if why := missing():
        print("     skipped: " + why)
        return
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as made, LivingServer(folder) as server:
        live(server)
        assert {name for name, _, _ in server.answers} == set(server.described)
        check_typescript(server, pathlib.Path(made))
        check_python(server, pathlib.Path(made))


def test_an_empty_record_does_not_compile():
    for schema in ({"type": "object"}, {"type": "object", "additionalProperties": False}):
        try:
            TypeScript({"components": {"schemas": {"Empty": schema}}})
        except AssertionError:
            continue
        raise AssertionError(schema)


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
