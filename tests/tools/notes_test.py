#!/usr/bin/env python3
"""notes_test.py IPEP: the program and verify.py take the same signed notes and the same keys, and refuse the same.

Each case is a note, or a key, and what C2SP signed-note and tlog-checkpoint say of it: `taken`, `malformed`, or
`unsigned`, where no signature of the key checks, or one does not. Both must say so. The signatures are made in Python
and checked by OpenSSL in the program.
"""
import base64, hashlib, json, os, subprocess, sys, tempfile

sys.dont_write_bytecode = True
IPEP = sys.argv[1]
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from verify_test import sign, signer, verify

SECRET, NAME, ORIGIN = b"k" * 32, "key.ipep", "notes.ipep"
ROOT = base64.b64encode(hashlib.sha256().digest()).decode()
TEXT = f"{ORIGIN}\n0\n{ROOT}\n"
VERIFIER, NOTE = signer(SECRET, NAME)


def key_of(raw, name=NAME):
    """The verifier key of 32 bytes, whatever they are."""
    raw = b"\1" + raw
    return f"{name}+{hashlib.sha256(name.encode() + chr(10).encode() + raw).digest()[:4].hex()}+{b64(raw)}"


def b64(raw):
    return base64.b64encode(raw).decode()


def line_of(text=TEXT, secret=SECRET, name=NAME, hash_of=None, change=lambda raw: raw):
    """A signature line over `text`; `change` may alter the signature, `hash_of` names another key."""
    key_hash = bytes.fromhex((hash_of or signer(secret, name)[0]).split("+")[1])
    text = text.encode() if isinstance(text, str) else text
    return f"— {name} {b64(key_hash + change(sign(secret, text)[1]))}\n"


def flipped(raw):
    return raw[:40] + bytes([raw[40] ^ 1]) + raw[41:]


def higher(raw):
    return raw[:32] + (int.from_bytes(raw[32:], "little") + verify.ORDER).to_bytes(32, "little")


GOOD, BAD = line_of(), line_of(change=flipped)
OTHER = line_of(secret=b"o" * 32, name="other.ipep")
OTHERS_KEY = line_of(secret=b"o" * 32)  # under our name, with its own hash
OTHERS_NAME = line_of(name="other.ipep", hash_of=VERIFIER)  # under another name, with our hash


def signatures():
    """Lines under the right text."""
    yield "one good", GOOD, "taken"
    yield "one bad", BAD, "unsigned"
    yield "a bad one before a good one", BAD + GOOD, "unsigned"
    yield "a bad one behind a good one", GOOD + BAD, "unsigned"
    yield "the same twice", GOOD + GOOD, "taken"
    yield "another key before", OTHER + GOOD, "taken"
    yield "another key behind", GOOD + OTHER, "taken"
    yield "another key alone", OTHER, "unsigned"
    yield "another key of our name, beside", OTHERS_KEY + GOOD, "taken"
    yield "another key of our name, alone", OTHERS_KEY, "unsigned"
    yield "our hash under another name, beside", OTHERS_NAME + GOOD, "taken"
    yield "our hash under another name, alone", OTHERS_NAME, "unsigned"
    yield "over another text", line_of(TEXT + "more\n"), "unsigned"
    yield "a signature of one byte", line_of(change=lambda raw: raw[:1]), "unsigned"
    yield "a signature of 63 bytes", line_of(change=lambda raw: raw[:63]), "unsigned"
    yield "a signature of 65 bytes", line_of(change=lambda raw: raw + b"\0"), "unsigned"
    yield "a signature of no bytes", line_of(change=lambda raw: b""), "malformed"
    yield "S beyond the order of the curve", line_of(change=higher), "unsigned"
    yield "16 signatures", OTHER * 15 + GOOD, "taken"
    yield "100 signatures", OTHER * 99 + GOOD, "taken"
    yield "101 signatures", OTHER * 100 + GOOD, "malformed"
    yield "none", "", "malformed"


def damaged_lines():
    """A line that is none makes the note none, also beside a good one, and whoever's it is."""
    _, name, encoded = OTHER.rstrip("\n").split(" ")
    for what, line in (
            ("no dash", f"{name} {encoded}"), ("a hyphen", f"- {name} {encoded}"),
            ("an en dash", f"– {name} {encoded}"), ("no space behind the dash", f"—{name} {encoded}"),
            ("no name", f"—  {encoded}"), ("no signature", f"— {name}"), ("an empty signature", f"— {name} "),
            ("two spaces", f"— {name}  {encoded}"),
            ("a space before", f" — {name} {encoded}"), ("a space behind", f"— {name} {encoded} "),
            ("text behind", f"— {name} {encoded} hello"), ("a tab", f"— {name}\t{encoded}"),
            ("CR LF", f"— {name} {encoded}\r"), ("no base64", f"— {name} hello!"),
            ("no padding", f"— {name} {encoded.rstrip('=')}"), ("padding more", f"— {name} {encoded}===="),
            ("stray bits", f"— {name} {encoded[:-2]}F="), ("base64 for addresses", f"— {name} -_-_{encoded}"),
            ("a plus in the name", f"— a+b {encoded}"), ("a space of no break", f"— a\u00a0b {encoded}"),
            ("a wide space", f"— a\u3000b {encoded}"), ("a next line", f"— a\u0085b {encoded}"),
            ("a line separator", f"— a\u2028b {encoded}"), ("an ogham space", f"— a\u1680b {encoded}"),
            ("words", "hello")):
        yield what + ", before", line + "\n" + GOOD, "malformed"
        yield what + ", behind", GOOD + line + "\n", "malformed"
    for what, name in (("a zero-width space, which is none", "a\u200bb"), ("an accent", "é"), ("a slash", "a/b")):
        yield what, f"— {name} {encoded}\n{GOOD}", "taken"


def frames():
    """What stands around: the whole note."""
    yield "nothing", "", "malformed"
    yield "two line ends", "\n\n", "malformed"
    yield "words", "hello\n", "malformed"
    yield "the text alone", TEXT, "malformed"
    yield "no empty line", TEXT + GOOD, "malformed"
    yield "no last line end", TEXT + "\n" + GOOD.rstrip("\n"), "malformed"
    yield "CR LF throughout", NOTE(TEXT).replace("\n", "\r\n"), "malformed"
    yield "an empty line at the end", NOTE(TEXT) + "\n", "malformed"
    yield "an empty line between signatures", TEXT + "\n" + GOOD + "\n" + GOOD, "unsigned"
    yield "two empty lines", TEXT + "\n\n" + GOOD, "unsigned"
    yield "a byte order mark before", "\ufeff" + NOTE(TEXT), "unsigned"
    yield "text behind", NOTE(TEXT) + "hello", "malformed"
    ours = GOOD.encode().split(b" ", 2)[2]
    yield "not UTF-8 in a name", (TEXT + "\n").encode() + b"\xe2\x80\x94 \xff " + ours, "malformed"
    room = (1 << 20) - len(NOTE(TEXT).encode())
    yield "one MiB", NOTE(TEXT + "x" * (room - 1) + "\n"), "taken"
    yield "one byte more", NOTE(TEXT + "x" * room + "\n"), "malformed"


def texts():
    """What was signed, whole and by the right key."""
    for what, lines, verdict in (
            ("an extension line", [ORIGIN, "0", ROOT, "more"], "taken"), ("two lines", [ORIGIN, "0"], "malformed"),
            ("an empty extension line", [ORIGIN, "0", ROOT, "", "more"], "malformed"),
            ("an empty line behind", [ORIGIN, "0", ROOT, ""], "malformed"), ("one line", [ORIGIN], "malformed"),
            ("no origin", ["", "0", ROOT], "malformed"), ("another origin", ["x.ipep", "0", ROOT], "taken"),
            ("an origin with a space", ["a b", "0", ROOT], "taken"), ("with a plus", ["a+b", "0", ROOT], "taken"),
            ("an origin with a byte order mark", ["\ufeffa", "0", ROOT], "taken"),
            ("an origin with DEL", ["a\x7f", "0", ROOT], "taken"), ("with a next line", ["a\x85b", "0", ROOT], "taken"),
            ("an origin with a tab", ["a\tb", "0", ROOT], "malformed"), ("with NUL", ["a\0b", "0", ROOT], "malformed"),
            ("an origin with CR", ["a\r", "0", ROOT], "malformed"), ("no root", [ORIGIN, "0", ""], "malformed"),
            ("a root of 31 bytes", [ORIGIN, "0", b64(bytes(31))], "malformed"),
            ("a root of 33 bytes", [ORIGIN, "0", b64(bytes(33))], "malformed"),
            ("a root in hexadecimal", [ORIGIN, "0", "00" * 32], "malformed"),
            ("a root without padding", [ORIGIN, "0", ROOT.rstrip("=")], "malformed"),
            ("a root and a space", [ORIGIN, "0", ROOT + " "], "malformed")):
        yield what, "\n".join(lines) + "\n", verdict
    for size in ("", "00", "01", "007", "+0", "-0", "-1", " 0", "0 ", "0x0", "1e3", "1_0", "٣", "1.0", str(1 << 64),
                 "9" * 30):
        yield f"the size {size!r}", f"{ORIGIN}\n{size}\n{ROOT}\n", "malformed"
    for size in ("1", "10", str((1 << 64) - 1)):
        yield f"the size {size!r}", f"{ORIGIN}\n{size}\n{ROOT}\n", "taken"
    for what, raw in (("a lone byte", b"\xff"), ("a surrogate", b"\xed\xa0\x80"), ("an overlong form", b"\xc0\x80"),
                      ("beyond Unicode", b"\xf4\x90\x80\x80"), ("half a character", b"\xe2\x80")):
        yield f"not UTF-8: {what}", b"a" + raw + f"\n0\n{ROOT}\n".encode(), "malformed"


def notes():
    for group in (signatures, damaged_lines):
        for what, lines, verdict in group():
            yield f"{group.__name__}: {what}", TEXT + "\n" + lines, verdict
    for what, note, verdict in frames():
        yield f"frames: {what}", note, verdict
    for what, text, verdict in texts():
        text = text.encode() if isinstance(text, str) else text
        yield f"texts: {what}", text + b"\n" + line_of(text).encode(), verdict


def keys():
    """A key, and what is said of a note that it signed where it could, else of one of NAME's."""
    name, key_hash, encoded = VERIFIER.split("+", 2)
    raw = base64.b64decode(encoded)
    digest = lambda name, raw: hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex()
    yield "right", VERIFIER, "taken"
    for what, key in (
            ("a space behind", VERIFIER + " "), ("a line end behind", VERIFIER + "\n"),
            ("a space before", " " + VERIFIER), ("a hash in capitals", f"{name}+{key_hash.upper()}+{encoded}"),
            ("another hash", f"{name}+00000000+{encoded}"), ("no hash", f"{name}+{encoded}"),
            ("no name", f"+{digest('', raw)}+{encoded}"), ("words", "hello"),
            ("another algorithm", f"{name}+{digest(name, chr(2).encode() + raw[1:])}+"
                              f"{b64(chr(2).encode() + raw[1:])}"),
            ("31 bytes", key_of(raw[1:32])), ("33 bytes", key_of(raw[1:] + b"\0")),
            ("a name with a space", key_of(raw[1:], "a b")), ("a wide space", key_of(raw[1:], "a\u3000b")),
            ("a name with a control character", key_of(raw[1:], "a\x01b")),
            ("not base64", f"{name}+{key_hash}+hello!")):
        yield what, key, "malformed"


def weak_keys():
    """Points that nobody has to know a secret for, in forms that RFC 8032 §5.1.3 has and in forms that it has not."""
    prime, top = verify.P25519, 1 << 255
    for what, number, verdict in (
            ("1", 1, "taken"), ("1 with a sign", 1 | top, "unsigned"), ("1 in another form", prime + 1, "unsigned"),
            ("1 in another form, with a sign", (prime + 1) | top, "unsigned"), ("-1", prime - 1, "taken"),
            ("-1 with a sign", (prime - 1) | top, "unsigned"), ("0 in another form", prime, "unsigned"),
            ("no point", 2, "unsigned"), ("the largest number", 2 * top - 1, "unsigned")):
        key = key_of(number.to_bytes(32, "little"))
        yield f"y = {what}", key, forged(key), verdict


def forged(key):
    """S·B = R + k·A where A is of order 1 or 2: R = S·B, for an S that makes k even."""
    raw = base64.b64decode(key.split("+", 2)[2])[1:]
    for s in range(1, 1000):
        first = verify.point_bytes(verify.point_times(s, verify.BASE_POINT))
        k = int.from_bytes(hashlib.sha512(first + raw + TEXT.encode()).digest(), "little") % verify.ORDER
        if k % 2 == 0:
            return TEXT + "\n" + line_of(hash_of=key, change=lambda _: first + s.to_bytes(32, "little"))
    raise AssertionError("no S")


def by_script(key, note):
    """What verify.py says of a checkpoint that the auditor holds."""
    try:
        verifier = verify.read_verifier(key)
    except verify.FAULTS:
        return "malformed"
    found, held = [], verify.Held([("note", note)], [verifier])
    held.check(found, None)
    if not found:
        return "taken"
    return "unsigned" if "signature by" in found[0] else "malformed"


def by_program(ledger, path, key, note):
    with open(path, "wb") as file:
        file.write(note)
    done = subprocess.run([IPEP, "--ledger", ledger, "--format", "json", "verify", "--checkpoint", path,
                           f"--verifier={key}"], capture_output=True)
    assert done.returncode in (0, 1, 4), (done.returncode, done.stderr)
    if done.returncode != 1:
        return "taken"
    return {"checkpoint_malformed": "malformed", "verifier_malformed": "malformed",
            "signature_invalid": "unsigned"}[json.loads(done.stderr)["code"]]


with tempfile.TemporaryDirectory() as work:
    ledger, path = os.path.join(work, "ledger"), os.path.join(work, "note")
    subprocess.run([IPEP, "--ledger", ledger, "init", "--origin", ORIGIN], check=True, capture_output=True)
    cases = [(what, VERIFIER, note, verdict) for what, note, verdict in notes()]
    cases += [(f"key: {what}", key, NOTE(TEXT), verdict) for what, key, verdict in keys()]
    cases += [(f"key: {what}", key, note, verdict) for what, key, note, verdict in weak_keys()]
    wrong = []
    for what, key, note, verdict in cases:
        note = note.encode() if isinstance(note, str) else note
        said = by_program(ledger, path, key, note), by_script(key, note)
        if said != (verdict, verdict):
            wrong.append(f"{what}: should be {verdict}; the program says {said[0]}, verify.py {said[1]}")
    assert not wrong, "\n".join(wrong)
    with open(path, "w", encoding="utf-8") as out:
        out.write(NOTE(TEXT))
    for ending in ("\n", " \r\n"):  # a key in a file ends with its line
        with open(os.path.join(work, "key"), "w", newline="") as out:
            out.write(VERIFIER + ending)
        asked = ["--checkpoint", path, "--verifier", "@" + os.path.join(work, "key")]
        ours = subprocess.run([IPEP, "--ledger", ledger, "verify", *asked], capture_output=True, text=True)
        proof = os.path.join(work, "proof")
        with open(proof, "w") as out:
            json.dump({"oldSize": 0, "newSize": 0, "hashes": []}, out)
        theirs = subprocess.run([sys.executable, "-I", verify.__file__, "--proof", proof, *asked], capture_output=True,
                                text=True)
        assert (ours.returncode, theirs.returncode) == (0, 0), (ours, theirs)
counts = {verdict: sum(case[3] == verdict for case in cases) for verdict in ("taken", "unsigned", "malformed")}
print(f"{len(cases)} notes and keys, the program and verify.py agree on each: {counts}")
