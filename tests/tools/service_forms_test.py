#!/usr/bin/env python3
"""service_forms_test.py IPEP DATA: facts by their forms over the service: who may, twice, forged, changed meanwhile."""
import html
import json
import os
import re
import urllib.parse

from service_client import DATA, Server, check_all, run
from service_person import Person, hidden, sentences

NOW = {"IPEP_NOW": "2024-07-01T08:00:00Z"}
ROLES = {"ROOT": {"role": "admin"}, "ANNE": {"role": "cnam"}, "KARIM": {"role": "cnam"},
         "MARTIN": {"role": "director", "cpam": "351"}, "DURAND": {"role": "dcf", "cpam": "351"},
         "LEROY": {"role": "auditor"}}
BUDGET = {"on": "2024-07-01", "paymentYear": "2030", "amount": "1 000,5", "source": "arrêté"}


def served():
    server = Server(facts=DATA / "worked.jsonl", environment=NOW)
    grants = "\n".join(json.dumps({"key": f"role-{name}", "on": "2019-01-01",
                                   "fact": {"roleGranted": {"person": name, **role}}}) for name, role in ROLES.items())
    server.stop()
    at_now = {**os.environ, **NOW}
    run("--ledger", server.ledger, "--actor", "ROOT", "append", "-", input=grants, env=at_now)
    for year in (2019, 2020):
        run("--ledger", server.ledger, "--actor", "ANNE", "settle", year, env=at_now)
    server.start()
    return server


def events(server, **wanted):
    lines = run("--ledger", server.ledger, "--format", "json", "events").stdout.splitlines()
    return [one for one in map(json.loads, lines) if all(one.get(name) == value for name, value in wanted.items())]


def test_each_person_has_the_forms_of_their_roles():
    with served() as server:
        kinds = lambda who: set(re.findall(r'href="/facts/(\w+)"', Person(server, who).page("/facts")))
        assert {"indicatorMeasured", "rulesAdopted", "groupementAdmitted"} <= kinds("ANNE")
        assert "payeeChanged" not in kinds("ANNE") and "roleGranted" not in kinds("ANNE")
        assert kinds("ROOT") == {"roleGranted", "roleRevoked", "personalDataErased"}
        assert "payeeChanged" in kinds("MARTIN") and "refundReceived" in kinds("DURAND")
        assert "paymentTakenOver" in kinds("MARTIN") & kinds("DURAND")
        auditor = Person(server, "LEROY")
        auditor.page("/facts", 403), auditor.page("/facts/indicatorMeasured", 403)
        director = Person(server, "MARTIN")
        director.fill("/facts/envelopeBudgeted", BUDGET, status=403)
        director.fill("/facts/envelopeBudgeted/recording", BUDGET, status=403)


def test_a_fact_is_recorded_once_by_who_saw_what_it_does():
    with served() as server:
        anne = Person(server, "ANNE")
        head = events(server)[-1]["position"]
        assert anne.send("/facts/envelopeBudgeted", BUDGET)[0] == 403, "without the word of the session"
        assert anne.send("/facts/envelopeBudgeted", {**BUDGET, "csrf": "x"}, Origin="https://evil.example")[0] == 403
        seen = anne.fill("/facts/envelopeBudgeted", BUDGET)
        assert "1 000,50 €" in seen.replace("\u202f", " ").replace("\u00a0", " ")
        anne.fill("/facts/envelopeBudgeted/recording", BUDGET, status=422)
        assert events(server)[-1]["position"] == head
        to = anne.record("/facts/envelopeBudgeted", BUDGET)
        assert to == f"/events/{head + 1}?notice=recorded", to
        (one,) = events(server, kind="envelopeBudgeted", actor="ANNE")
        assert one["body"] == {"paymentYear": 2030, "amount": "1000.50"} and one["on"] == "2024-07-01"
        assert one["source"] == {"reference": "arrêté"}
        assert anne.fill("/facts/envelopeBudgeted/recording", BUDGET, status=303) == to, "a double click"
        assert events(server)[-1]["position"] == head + 1


def test_everything_wrong_is_told_at_once_and_hostile_text_is_text():
    with served() as server:
        anne = Person(server, "ANNE")
        head = events(server)[-1]["position"]
        page = anne.fill("/facts/indicatorMeasured", {"on": "hier", "year": "x", "value": "1;2"}, status=422)
        wrong = set(re.findall(r'id="e-([\w.]+)"', page))
        assert wrong == {"on", "groupement", "year", "indicator", "value"}, wrong
        evil = '"><script>alert(1)</script>'
        signed = {"on": "2024-07-01", "groupement": "G01", "document": evil}
        page = anne.fill("/facts/engagementSigned", {**signed, "groupement": evil}, status=422)
        assert "<script>alert" not in page and html.escape(evil) in page
        for values in ({"amount": "9" * 400}, {"amount": "-1"}, {"paymentYear": "99999999999999999999"},
                       {"on": "0000-00-00"}):
            anne.fill("/facts/envelopeBudgeted", {**BUDGET, **values}, status=422)
        anne.fill("/facts/engagementSigned", {**signed, "document": "d" * 5000}, status=422)
        assert events(server)[-1]["position"] == head


def test_a_fact_is_put_right_and_who_saw_an_older_state_reads_again():
    with served() as server:
        anne, karim = Person(server, "ANNE"), Person(server, "KARIM")
        spent = next(one for one in events(server, kind="expenditureMeasured")
                     if one["body"]["groupement"] == "G01" and one["body"]["year"] == 2019)
        path = f"/events/{spent['position']}/correction"
        page = anne.page(path)
        values = {"on": "2024-07-01", "reason": "relecture", "groupement": "G01", "year": "2019",
                  "adjustedPerPatient": hidden(page, "adjustedPerPatient"), "actualPerPatient": "2000"}
        seen = anne.fill(path, values)
        assert "Montants dus qui changeraient" in seen
        reasons = {name: "vu" for name in re.findall(r'name="(why-\d+)"', seen)}
        karim.record(path, {**values, "actualPerPatient": "2100", "reason": "autre"})
        late = anne.fill(path + "/recording", {**values, **reasons, "seen": hidden(seen, "seen")}, status=422)
        assert "a changé depuis" in late
        anne.record(path, values)
        corrections = events(server, kind="factCorrected")
        assert [one["actor"] for one in corrections] == ["KARIM", "ANNE"]
        assert {one["body"]["corrects"] for one in corrections} == {spent["key"]}
        anne.record(path, {**values, "actualPerPatient": "2100"})
        anne.record(path, values)
        assert len(events(server, kind="factCorrected")) == 4, "a value may come back"
        assert "a été corrigé" in anne.page(f"/events/{spent['position']}")
        agreed = events(server, kind="conventionSigned")[0]["position"]
        Person(server, "MARTIN").page(f"/events/{agreed}/correction", 422)
        Person(server, "LEROY").page(path, 403)
        settled = events(server, kind="yearSettled")[0]["position"]
        anne.page(f"/events/{settled}/correction", 422)
        anne.page("/events/999999/correction", 404)


def test_an_account_is_written_with_its_blanks_and_stands_in_no_key():
    with served() as server:
        director = Person(server, "MARTIN")
        form = {"on": "2024-07-01", "groupement": "G01", "payee.name": "GROUPEMENT A", "reason": "banque",
                "payee.iban": "FR76 3000 1007 9412 3456 7890 185", "payee.bic": "agri fr pp"}
        word = hidden(director.page("/facts/payeeChanged"), "word")
        wrong = director.fill("/facts/payeeChanged", {**form, "payee.iban": "FR76 1"}, status=422)
        assert 'id="e-payee.iban"' in wrong
        director.record("/facts/payeeChanged", {**form, "word": word})
        (one,) = events(server, kind="payeeChanged")
        assert one["key"] == f"payeeChanged-{one['key'][13:]}" and len(one["key"]) == 29
        assert one["body"]["payee"]["iban"] == "FR7630001007941234567890185"


check_all([test_each_person_has_the_forms_of_their_roles, test_a_fact_is_recorded_once_by_who_saw_what_it_does,
           test_everything_wrong_is_told_at_once_and_hostile_text_is_text,
           test_a_fact_is_put_right_and_who_saw_an_older_state_reads_again,
           test_an_account_is_written_with_its_blanks_and_stands_in_no_key])
