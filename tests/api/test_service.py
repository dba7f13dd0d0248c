"""The service over HTTP: what each path answers, and how every refusal is told."""

import json
import logging
import threading
from datetime import date

import pytest
from asking import FREE, JSON, Parts, Told, ask
from jsonschema import Draft202012Validator

from medcheck import cli
from medcheck.api import answers
from medcheck.api.description import description
from medcheck.api.limits import MOST_CLIENTS, Allowance, Limits, network_of
from medcheck.api.operations import LARGEST_BODY, OPERATIONS, Operation
from medcheck.api.service import Service
from medcheck.tables import folder, shipped

PAIR = ["simvastatin 40 mg", "clarithromycin 500 mg twice daily"]


def check(entries: object, **more: object) -> Told:
    return ask("POST", "/api/check", {"entries": entries, **more})


def match(entries: object) -> Told:
    return ask("POST", "/api/match", {"entries": entries})


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


# --- what is answered


def test_check_answers_as_the_command_line_does(capsys):
    assert cli.main(["check", *PAIR, "--format", "json"]) == 0
    assert check(PAIR).json == json.loads(capsys.readouterr().out)


def test_check_takes_a_text_as_it_was_pasted():
    report = check("1. Simvastatin 40 mg\n2. lettuce; zzyzx").json
    assert [entry["raw"] for entry in report["entries"]] == ["Simvastatin 40 mg", "lettuce", "zzyzx"]
    assert {gap["raw"] for gap in report["unchecked"]} == {"lettuce", "zzyzx"}


def test_check_answers_as_the_published_schema_says():
    schema = json.loads((folder() / "report.schema.json").read_text(encoding="utf-8"))
    report = check([*PAIR, "a statin", "", "qzx"], patient={"symptoms": {"features": ["pain"]}}).json
    assert list(Draft202012Validator(schema).iter_errors(report)) == []


def test_what_is_told_of_the_person_counts():
    patient = {"age": 71, "sex": "female", "conditions": ["kidney_disease"],
               "symptoms": {"onset": "2026-03-01", "where": ["hips_thighs"], "red_flags": ["dark_urine"]}}  # fmt: skip
    assert check(PAIR, patient=patient).json["urgency"] == "emergency"


def test_a_blank_entry_of_a_list_is_told_of_and_not_passed_over():
    report = check(["", "simvastatin"]).json
    assert [gap["line"] for gap in report["unchecked"]] == [1]


def test_match_answers_one_entry():
    assert match("Lipitor 40mg tabs").json == {
        "matches": [
            {"entry": "Lipitor 40mg tabs", "verdict": "exact", "drugs": ["atorvastatin"], "via": "brand Lipitor",
             "score": 100, "candidates": []}
        ]
    }  # fmt: skip


def test_match_answers_several_in_their_order():
    told = match(["sinvistaten", "lettuce", "a statin", "co-amoxiclav"]).json["matches"]
    assert [(one["entry"], one["verdict"], one["drugs"]) for one in told] == [
        ("sinvistaten", "close", ["simvastatin"]),
        ("lettuce", "none", []),
        ("a statin", "unsure", []),
        ("co-amoxiclav", "exact", ["amoxicillin", "clavulanic acid"]),
    ]
    assert told[2]["candidates"][0] == "atorvastatin"


def test_drugs_are_found_by_a_brand_and_say_how_much_was_reviewed():
    told = ask("GET", "/api/drugs", query="q=zocor").json
    assert told == {
        "total": 1,
        "drugs": [
            {"id": "simvastatin", "inn": "simvastatin", "us_name": "", "atc": "C10AA01", "rxcui": "", "name": "Zocor",
             "state": "listed"}
        ],
    }  # fmt: skip


def test_drugs_that_begin_with_what_is_searched_come_first():
    told = ask("GET", "/api/drugs", query="q=statin&limit=1000").json
    names = [drug["name"].lower() for drug in told["drugs"]]
    assert told["total"] == len(names)
    assert names == sorted(names, key=lambda name: not name.startswith("statin"))
    assert {"simvastatin", "atorvastatin", "nystatin"} <= set(names)


def test_drugs_are_listed_fifty_at_a_time_without_a_search():
    told = ask("GET", "/api/drugs").json
    assert (told["total"], len(told["drugs"])) == (len(shipped().drugs), 50)


def test_a_search_without_a_letter_finds_nothing():
    assert ask("GET", "/api/drugs", query="q=%2A%2A").json == {"total": 0, "drugs": []}


def test_health_tells_the_versions():
    assert ask("GET", "/healthz").json["status"] == "ok"
    assert ask("GET", "/healthz").json["data_version"] == shipped().version


def test_head_tells_the_length_and_nothing_else():
    told = ask("HEAD", "/healthz")
    assert (told.status, told.body) == (200, b"")
    assert int(told.headers["content-length"]) > 0


# --- what is described


def test_the_description_names_every_path_and_method_that_is_answered():
    described = {path: {method.upper() for method in methods} for path, methods in description()["paths"].items()}
    assert described == {path: set(methods) for path, methods in OPERATIONS.items()}
    assert ask("GET", "/api/openapi.json").json == description()


def test_every_schema_of_the_description_is_one():
    for schema in description()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_the_description_knows_the_words_of_the_tables():
    patient = description()["components"]["schemas"]["Patient"]["properties"]
    symptoms = patient["symptoms"]["properties"]
    tables = shipped()
    assert patient["sex"]["enum"] == list(tables.terms["sex"])
    assert patient["conditions"]["items"]["enum"] == list(tables.terms["condition"])
    assert symptoms["where"]["items"]["enum"] == list(tables.terms["where"])
    assert symptoms["features"]["items"]["enum"] == list(tables.terms["feature"])
    assert symptoms["red_flags"]["items"]["enum"] == list(tables.red_flags)


# --- what is refused


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("/api/check", [], "the body must be an object."),
        ("/api/check", {}, "the body needs entries."),
        ("/api/check", {"entries": None}, "entries must be a text or a list."),
        ("/api/check", {"entries": []}, "entries is empty; give at least one."),
        ("/api/check", {"entries": ["a", 1]}, "entries[1] must be a text."),
        ("/api/check", {"entries": ""}, "entries is blank; write at least 1 character."),
        ("/api/check", {"entries": " \n-"}, "entries names no medicine; give at least one."),
        ("/api/check", {"entries": "a", "pateint": {}},
         "the body has an unknown key 'pateint'; use any of: entries, patient."),
        ("/api/check", {"entries": "a", "patient": []}, "patient must be an object."),
        ("/api/check", {"entries": "a", "patient": {"age": "old"}}, "patient.age must be a whole number."),
        ("/api/check", {"entries": "a", "patient": {"age": True}}, "patient.age must be a whole number."),
        ("/api/check", {"entries": "a", "patient": {"age": -1}}, "patient.age is -1; the least is 0."),
        ("/api/check", {"entries": "a", "patient": {"age": 10**40}},
         f"patient.age is {10**40}; the most is 120."),
        ("/api/check", {"entries": "a", "patient": {"sex": "x" * 99}},
         f"patient.sex is '{'x' * 60}…'; use any of: female, male."),
        ("/api/check", {"entries": "a", "patient": {"conditions": ["gout"]}}, "patient.conditions[0] is 'gout';"),
        ("/api/check", {"entries": "a", "patient": {"symptoms": {"onset": "May"}}},
         "patient.symptoms.onset is 'May'; write a day as YYYY-MM-DD."),
        ("/api/check", {"entries": "a", "patient": {"symptoms": {"onset": "2025-13-41"}}},
         "patient: symptoms.onset is '2025-13-41'; write a day as YYYY-MM-DD."),
        ("/api/check", {"entries": "a", "patient": {"symptoms": {"onset": f"{date.today().year + 1}-01-01"}}},
         "patient: symptoms.onset is"),
        ("/api/check", {"entries": ["a"] * 1001}, "entries has 1,001 items; send at most 1,000."),
        ("/api/check", {"entries": "aspirin\n" * 1001}, "entries reads as 1,001 entries; send at most 1,000."),
        ("/api/check", {"entries": "a" * 100_001}, "entries has 100,001 characters; send at most 100,000."),
        ("/api/match", {"entries": ["a" * 2001]}, "entries[0] has 2,001 characters; send at most 2,000."),
        ("/api/match", {"entries": {}}, "entries must be a text or a list."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_by_its_place(path, body, why):
    status, told = ask("POST", path, body).refusal
    assert (status, told[: len(why)]) == (422, why)


@pytest.mark.parametrize(
    ("query", "status", "why"),
    [
        ("limit=0", 422, "limit is 0; the least is 1."),
        ("limit=1001", 422, "limit is 1001; the most is 1000."),
        ("limit=many", 422, "limit must be a whole number."),
        (f"limit={'9' * 5000}", 422, "limit must be a whole number."),
        ("q=", 422, "q is blank; write at least 1 character."),
        (f"q={'a' * 101}", 422, "q has 101 characters; send at most 100."),
        ("q=a&q=b", 422, "Use any of these parameters once: q, limit."),
        ("name=a", 422, "Use any of these parameters once: q, limit."),
        ("q=%ff", 400, "The query cannot be read; write it as %-encoded UTF-8."),
        ("q=ä", 400, "The query cannot be read; write it as %-encoded UTF-8."),
        ("&".join(f"q{n}=" for n in range(20)), 400, "The query cannot be read; write it as %-encoded UTF-8."),
    ],
)
def test_a_query_that_cannot_be_used_is_refused(query, status, why):
    assert ask("GET", "/api/drugs", query=query).refusal == (status, why)


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/api", 404, None),
        ("GET", "/api/", 404, None),
        ("GET", "/api/../healthz", 404, None),
        ("POST", "/cds-services/other", 404, None),
        ("POST", "/cds-services/medcheck-patient-view/feedback", 404, None),
        ("GET", "/api/check", 405, "POST"),
        ("DELETE", "/healthz", 405, "GET, HEAD"),
        ("OPTIONS", "/api/check", 405, "POST"),
        ("BREW", "/api/drugs", 405, "GET, HEAD"),
    ],
)
def test_what_is_not_there_is_told_so(method, path, status, allowed):
    told = ask(method, path)
    assert (told.refusal[0], told.headers.get("allow")) == (status, allowed)


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
def test_a_body_that_is_not_called_json_is_refused(kind):
    told = ask("POST", "/api/match", {"entries": "a"}, headers={"Content-Type": kind})
    assert told.refusal == (415, "Send the body as application/json.")


def test_a_packed_body_is_refused():
    told = ask("POST", "/api/match", b"x", headers={**JSON, "Content-Encoding": "gzip"})
    assert told.refusal == (415, "Send the body without a Content-Encoding.")


def test_json_may_name_its_charset():
    assert (
        ask("POST", "/api/match", {"entries": "a"}, {"content-type": "Application/JSON; charset=utf-8"}).status == 200
    )


# --- how much is taken


@pytest.mark.parametrize("headers", [JSON, {**JSON, "Content-Length": str(LARGEST_BODY + 1)}], ids=["unsaid", "said"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(headers):
    parts = Parts([b" " * 65_536] * 5 + [None])
    assert ask("POST", "/api/match", parts, headers).refusal == (
        413,
        "The body is larger than 262,144 bytes; send it in parts.",
    )


def test_a_body_in_many_parts_is_put_together():
    body = json.dumps({"entries": "Zocor"}).encode()
    told = ask("POST", "/api/match", Parts(body[at : at + 1] for at in range(len(body))))
    assert told.json["matches"][0]["drugs"] == ["simvastatin"]


def test_a_body_that_comes_too_slowly_is_refused():
    told = ask("POST", "/api/match", Parts([b"{", 5.0]), service=Service(Limits(seconds=0.05)))
    assert told.refusal == (408, "The body took longer than 0.05 s; send it faster or in parts.")


def test_a_client_that_goes_away_is_not_answered():
    assert ask("POST", "/api/match", Parts([b"{", None])).status == 0


def test_a_client_that_asks_too_often_waits_and_others_do_not():
    service = Service(Limits(rate=1), clock := Clock())
    told = [ask("GET", "/api/drugs", service=service, client="192.0.2.1") for _ in range(3)]
    assert [one.status for one in told] == [200, 200, 429]
    assert told[2].refusal[1] == "More than 1 requests a second came from you; wait 1 s."
    assert told[2].headers["retry-after"] == "1"
    assert ask("GET", "/api/drugs", service=service, client="192.0.2.2").status == 200
    clock.now += 1
    assert ask("GET", "/api/drugs", service=service, client="192.0.2.1").status == 200


def test_health_is_free_of_the_rate():
    service = Service(Limits(rate=0.001))
    assert {ask("GET", "/healthz", service=service).status for _ in range(5)} == {200}


def test_what_is_remembered_of_clients_is_bounded():
    allowance = Allowance(1)
    for number in range(MOST_CLIENTS + 50):
        allowance.wait(str(number))
    assert len(allowance.buckets) == MOST_CLIENTS


@pytest.mark.parametrize(
    ("client", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("x" * 500, "x" * 100),
    ],
)
def test_a_client_is_an_address_or_a_network_of_the_newer_kind(client, name):
    assert network_of(client) == name


def stuck(monkeypatch, limits: Limits) -> tuple[Service, threading.Event]:
    """A service in which matching waits until it is let go."""
    go = threading.Event()
    wait = Operation(lambda asked: answers.health(go.wait(20)), "MatchCall")
    monkeypatch.setitem(OPERATIONS, "/api/match", {"POST": wait})
    return Service(limits), go


def test_work_that_takes_too_long_is_given_up_and_keeps_its_place_until_it_ends(monkeypatch):
    service, go = stuck(monkeypatch, Limits(rate=0, seconds=0.05, under_way=1))
    first, second = (ask("POST", "/api/match", {"entries": "a"}, service=service) for _ in range(2))
    assert first.refusal == (503, "The answer took longer than 0.05 s; send less at once.")
    assert second.refusal == (503, "The service is busy; try again.")
    go.set()
    service.pool.shutdown()
    assert service.places.acquire(blocking=False)


# --- what is told to nobody


def failing(monkeypatch) -> None:
    def fail(asked):
        raise KeyError(f"no {asked['entries']}")

    monkeypatch.setitem(OPERATIONS, "/api/match", {"POST": Operation(fail, "MatchCall")})


def test_a_failure_is_told_without_its_words(monkeypatch, caplog):
    failing(monkeypatch)
    told = match("Secretamycin")
    assert told.refusal == (500, "The service failed; it is no fault of yours.")
    assert [record.getMessage().partition(",")[0] for record in caplog.records if record.levelno == logging.ERROR] == [
        "/api/match failed: KeyError in test_service.py"
    ]
    assert "ecretamycin" not in caplog.text


def test_the_log_holds_no_word_of_what_was_asked(caplog):
    caplog.set_level(logging.DEBUG)
    match("Secretamycin")
    check(["Secretamycin"], patient={"age": 71})
    ask("GET", "/api/drugs", query="q=Secretamycin")
    ask("GET", "/api/Secretamycin")
    ask("SECRETAMYCIN", "/api/match")
    ask("POST", "/api/match", b'{"Secretamycin": ')
    lines = [record.getMessage().rsplit(" ", 2)[0] for record in caplog.records if record.name == "medcheck.api"]
    assert lines == [
        "POST /api/match 200", "POST /api/check 200", "GET /api/drugs 200", "GET another path 404",
        "another method /api/match 405", "POST /api/match 400",
    ]  # fmt: skip
    assert "ecretamycin" not in caplog.text


def test_what_is_no_request_is_left_alone():
    service, sent = Service(FREE), []

    async def send(message):
        sent.append(message)

    import asyncio

    asyncio.run(service({"type": "websocket"}, None, send))
    assert sent == []
