#!/usr/bin/env python3
"""The files for operators: unit, alert rules, configuration, Debian package.

    service_operation_test.py IPEP DATA
"""
import pathlib
import re
import shutil
import subprocess
import tempfile

from service_client import IPEP, check_all

ROOT = pathlib.Path(__file__).resolve().parents[2]


def said(*words, **options):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120, **options)


def test_the_unit_is_locked_down():
    if not shutil.which("systemd-analyze"):
        print("     skipped: systemd-analyze is not installed")
        return
    answer = said("systemd-analyze", "security", "--offline=true", ROOT / "ops/ipepd.service")
    level = re.search(r"exposure level for ipepd.service: ([\d.]+)", answer.stdout)
    assert level and float(level[1]) <= 2.0, answer.stdout[-300:]


def test_the_alert_rules_are_rules_over_metrics_that_exist():
    if not shutil.which("promtool"):
        print("     skipped: promtool is not installed")
        return
    assert said("promtool", "check", "rules", ROOT / "ops/alerts.yml").returncode == 0
    metrics = (ROOT / "services/http/metrics.cc").read_text()
    for name in re.findall(r"ipepd_\w+", (ROOT / "ops/alerts.yml").read_text()):
        assert re.sub("_bucket$", "", name) in metrics, name


def test_the_configuration_shown_is_one():
    text = (ROOT / "ops/ipepd.toml").read_text()
    source = (ROOT / "services/http/configuration.cc").read_text()
    keys = set(re.findall(r'\{"(?:\w+\.)?(\w+)", (?:text|texts|number|flag|one_of)', source))
    shown = set(re.findall(r"^(?:# )?(\w+) = ", text, re.M))
    assert shown == keys, shown ^ keys
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(re.sub(r'^ledger = .*', 'ledger = "/nowhere"', text, flags=re.M))
        file.flush()
        answer = said(IPEP.parent / "ipepd", "--config", file.name)
        assert "ipepd: no_ledger: " in answer.stderr, answer.stderr


def test_the_package_installs_what_it_should():
    if not shutil.which("dpkg-deb") or not shutil.which("cpack"):
        print("     skipped: dpkg-deb or cpack is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        made = said("cpack", "-G", "DEB", "-B", folder, "--config", IPEP.parent / "CPackConfig.cmake", cwd=folder)
        assert made.returncode == 0, made.stderr[-500:]
        package = next(pathlib.Path(folder).glob("*.deb"))
        files = said("dpkg-deb", "--contents", package).stdout
        for wanted in ("/usr/bin/ipep\n", "/usr/bin/ipepd\n", "/lib/systemd/system/ipepd.service",
                       "/etc/ipepd/ipepd.toml", "share/locale/fr/LC_MESSAGES/ipep.mo",
                       "/usr/share/ipep-ledger/verify.py"):
            assert wanted in files, (wanted, files)
        control = pathlib.Path(folder) / "control"
        said("dpkg-deb", "--control", package, control)
        for script in ("postinst", "prerm", "postrm"):
            assert said("sh", "-n", control / script).returncode == 0
        assert "libssl3" in (control / "control").read_text()
        root = pathlib.Path(folder) / "root"
        said("dpkg-deb", "--extract", package, root)
        ledger = pathlib.Path(folder) / "ledger"
        made = said(root / "usr/bin/ipep", "--ledger", ledger, "--lang", "fr", "init").stdout
        assert made.startswith("Registre vide"), made
        if shutil.which("lintian"):
            found = said("lintian", "--fail-on", "error", "--suppress-tags",
                         "no-changelog,bogus-mail-host,root-in-contact", package)  # it is not published
            assert found.returncode == 0, found.stdout


if __name__ == "__main__":
    check_all([test for name, test in sorted(globals().items()) if name.startswith("test_")])
