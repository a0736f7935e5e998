"""Acting: commands that a person gives to a ledger in a folder of its own, for tests that ask from outside."""
import json, os, subprocess, sys, tempfile

IPEP, DATA = sys.argv[1:3]
VERIFY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "services", "audit", "verify.py")
work = tempfile.mkdtemp()
at = lambda name: os.path.join(work, name)


def run(actor, *args, data=None, form="json", ledger="ledger"):
    command = [IPEP, "--ledger", at(ledger), "--format", form, "--lang", "en", "--actor", actor]
    done = subprocess.run(command + [str(a) for a in args], input=data, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def done(actor, *args, **more):
    code, out, err = run(actor, *args, **more)
    assert code == 0, (args, code, err)
    return json.loads(out) if out.startswith("{") else out


def lines(*bodies):
    return "\n".join(json.dumps({"key": key, "on": day, "fact": body}) for key, day, body in bodies)


def facts(actor, *bodies):
    return done(actor, "append", "-", data=lines(*bodies))
