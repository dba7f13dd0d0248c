"""CDS Hooks 2.0: discovery, calls in the form of the specification's examples, and the cards that come back."""

import json
import re
from datetime import date
from uuid import UUID

import pytest
from asking import Told, ask
from jsonschema import Draft202012Validator

import medcheck
from medcheck.api.cds_cards import cards as cards_of
from medcheck.api.description import description
from medcheck.api.prefetch import age_of
from medcheck.tables import shipped

VIEW, SELECT, SIGN = (f"/cds-services/medcheck-{hook}" for hook in ("patient-view", "order-select", "order-sign"))
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
CONTEXT = {"userId": "Practitioner/example", "patientId": "1288992", "encounterId": "89284"}
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
PAIR = "simvastatin + clarithromycin: Muscle breakdown (rhabdomyolysis)"
# Words that would tell a reader that all is well; no card says so.
ALL_CLEAR = re.compile(r"\b(?:safe|safely|harmless|no problem|no risk|cleared|all clear|ruled out)\b", re.IGNORECASE)


def request(text: str, of: str = "1", status: str = "active", **more: object) -> dict:
    order = {"resourceType": "MedicationRequest", "id": of, "status": status, "intent": "order"}
    return {**order, "medicationCodeableConcept": {"text": text}, "subject": {"reference": "Patient/1288992"}, **more}


def statement(text: str, **more: object) -> dict:
    return {"resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": {"text": text},
            **more}  # fmt: skip


def bundle(*resources: dict, **more: object) -> dict:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources], **more}


def view(**prefetch: object) -> Told:
    body = {"hook": "patient-view", "hookInstance": INSTANCE, "context": CONTEXT, "prefetch": prefetch}
    return ask("POST", VIEW, body)


def order(drafts: dict, selections: list[str] | None = None, path: str = SELECT, **prefetch: object) -> Told:
    hook = path.removeprefix("/cds-services/medcheck-")
    context = {**CONTEXT, "draftOrders": drafts, **({} if selections is None else {"selections": selections})}
    body = {"hook": hook, "hookInstance": INSTANCE, "context": context, "prefetch": prefetch or {"medications": None}}
    return ask("POST", path, body)


def cards(told: Told) -> list[dict]:
    """The cards of an answer, each of which is as the specification asks."""
    assert told.status == 200
    found = told.json["cards"]
    for card in found:
        assert 0 < len(card["summary"]) < 140
        assert card["indicator"] in {"info", "warning", "critical"}
        assert card["source"]["label"]
        assert UUID(card["uuid"])
        assert all(link["url"].startswith("http") and link["type"] == "absolute" for link in card.get("links", []))
        assert not ALL_CLEAR.search(json.dumps(card))
        assert all(value not in (None, "", [], {}) for value in card.values())
    assert len({card["uuid"] for card in found}) == len(found)
    return found


def summaries(told: Told) -> list[str]:
    return [card["summary"] for card in cards(told)]


def gaps(told: Told) -> list[str]:
    """The lines of the card that says what was not checked."""
    (card,) = [card for card in cards(told) if card["summary"].startswith("Not checked")]
    lines = [line.removeprefix("- ").replace("\\", "") for line in card["detail"].splitlines() if line.startswith("- ")]
    assert card["summary"] == shipped().say("card.unchecked", count=len(lines))
    return lines


# --- discovery


def test_the_services_are_discovered_with_what_they_want_prefetched():
    prefetch = {
        "patient": "Patient/{{context.patientId}}",
        "medications": "MedicationRequest?patient={{context.patientId}}&status=active",
        "statements": "MedicationStatement?patient={{context.patientId}}&status=active",
    }
    services = ask("GET", "/cds-services").json["services"]
    assert [(one["hook"], one["id"], one["prefetch"]) for one in services] == [
        (hook, f"medcheck-{hook}", prefetch) for hook in ("patient-view", "order-select", "order-sign")
    ]
    assert all(one["title"] and one["description"] for one in services)


@pytest.mark.parametrize(("method", "path"), [("GET", "/cds-services"), ("POST", VIEW), ("POST", "/cds-services/x")])
def test_a_browser_of_any_origin_may_call_and_read_the_answer_or_the_refusal(method, path):
    headers = {"Origin": "https://ehr.example", "Content-Type": "application/json"}
    assert ask(method, path, {}, headers).headers["access-control-allow-origin"] == "*"


def test_a_browser_that_asks_first_is_told_what_it_may_send():
    headers = {"Origin": "https://ehr.example", "Access-Control-Request-Method": "POST",
               "Access-Control-Request-Headers": "authorization, content-type"}  # fmt: skip
    told = ask("OPTIONS", VIEW, headers=headers)
    assert (told.status, told.body) == (204, b"")
    assert told.headers["access-control-allow-methods"] == "GET, POST, OPTIONS"
    assert told.headers["access-control-allow-headers"] == "Authorization, Content-Type, X-Requested-With"
    assert "access-control-allow-credentials" not in told.headers


def test_pages_of_other_origins_do_not_get_the_answers_of_the_rest():
    told = ask(
        "POST", "/api/match", {"entries": "a"}, {"Content-Type": "application/json", "Origin": "https://x.example"}
    )
    assert [name for name in told.headers if name.startswith("access-control")] == []


# --- a record is opened


def test_a_record_gives_a_card_a_finding_the_most_urgent_first():
    record = bundle(request("Simvastatin 40 MG Oral Tablet"), request("Clarithromycin 500 MG"))
    told = view(medications=record, statements=None)
    first = cards(told)[0]
    assert (first["summary"], first["indicator"]) == (PAIR, "critical")
    assert "**Severe · Get advice today**" in first["detail"]
    assert "not yet reviewed by a clinician" in first["detail"]
    assert first["source"]["url"].startswith("http")
    order_of = ["critical", "warning", "info"]
    indicators = [card["indicator"] for card in cards(told)]
    assert indicators == sorted(indicators, key=order_of.index)


def test_an_answer_is_as_the_description_says():
    validator = Draft202012Validator(
        {"$ref": "#/components/schemas/Cards", "components": description()["components"]},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    told = view(medications=bundle(request("Simvastatin"), request("Clarithromycin"), request("qzx")))
    assert list(validator.iter_errors(told.json)) == []


def test_a_long_record_shares_the_card_of_what_is_least_urgent():
    drugs = ("simvastatin", "clarithromycin", "vincristine", "prednisone", "furosemide", "amiodarone", "colchicine")
    told = summaries(view(medications=bundle(*map(request, drugs))))
    assert len([summary for summary in told if not summary.startswith("Not checked")]) == 8
    assert re.fullmatch(r"Signs to know of, with nothing to do without them: \d+", told[-1])


def test_the_cards_of_a_call_are_the_same_and_those_of_another_call_have_other_ids():
    record = bundle(request("Simvastatin"))
    body = {"hook": "patient-view", "hookInstance": "another", "context": CONTEXT, "prefetch": {"medications": record}}
    one, same, other = view(medications=record), view(medications=record), ask("POST", VIEW, body)
    assert one.json == same.json
    assert {card["uuid"] for card in cards(one)}.isdisjoint(card["uuid"] for card in cards(other))


def test_a_medicine_that_is_not_known_is_told_of_and_not_passed_over():
    told = view(medications=bundle(request("Qzxamycin 20 mg")), statements=None)
    assert gaps(told)[0].startswith("Qzxamycin 20 mg: We do not know this name")
    assert len(cards(told)) == 1


def test_a_medicine_with_a_code_and_no_name_is_told_of():
    coded = request("", medicationCodeableConcept={"coding": [{"system": "http://snomed.info/sct", "code": "1"}]})
    told = view(medications=bundle(coded), statements=None)
    assert gaps(told) == ["MedicationRequest: 1: It names no medicine (SNOMED CT 1), so it could not be checked."]


def test_what_is_written_in_a_record_stays_text():
    told = view(
        medications=bundle(request("<img src=x onerror=alert(1)> [a](http://x.test) **b**\n# c")), statements=None
    )
    detail = cards(told)[0]["detail"]
    assert "<" not in detail.replace("\\<", "")
    assert "](" not in detail
    assert "\\*\\*b\\*\\*" in detail
    assert "\n# c" not in detail


def test_a_sign_that_needs_help_now_comes_first():
    report = medcheck.check("simvastatin\nqzx", {"symptoms": {"red_flags": ["dark_urine"]}})
    told = cards_of(report, None, (), INSTANCE, shipped())
    first = {card["summary"]: card["indicator"] for card in told[: len(report.red_flags)]}
    assert first == {"Get help first": "critical"}
    assert told[len(report.red_flags)]["summary"].startswith("Not checked")


def test_a_record_without_medicines_gives_no_cards():
    assert view(medications=None, statements=None).json == {"cards": []}
    assert view(medications=bundle(), statements=bundle()).json == {"cards": []}


def test_medicines_of_which_nothing_is_listed_give_no_warning():
    listed = {row.drug_id for row in shipped().by_name["weakness"]}
    read = next(drug.inn for drug in shipped().drugs.values() if drug.label_read_on and drug.id not in listed)
    assert view(medications=bundle(request(read)), statements=None).json == {"cards": []}


def test_medicines_that_were_refused_or_withdrawn_are_not_taken():
    told = view(medications=bundle(request("Simvastatin", status="entered-in-error")), statements=None)
    assert told.json == {"cards": []}


# --- what was prefetched


@pytest.mark.parametrize(
    "prefetch",
    [{}, {"patientToGreet": {"resourceType": "Patient"}}, {"medications": {"resourceType": "OperationOutcome"}}],
    ids=["nothing", "something else", "an error"],
)
def test_a_call_without_medicines_fails_its_precondition(prefetch):
    needed = "The prefetch holds no medicines; send medications, statements or both, null where there are none."
    assert view(**prefetch).refusal == (412, needed)
    assert order(bundle(), [], **prefetch or {"patient": None}).refusal == (412, needed)


def test_a_call_without_any_prefetch_fails_its_precondition():
    body = {"hook": "patient-view", "hookInstance": INSTANCE, "context": CONTEXT}
    assert ask("POST", VIEW, body).refusal[0] == 412


def test_a_list_that_was_not_sent_is_told_of():
    told = view(medications=bundle(request("Simvastatin")))
    assert gaps(told) == ["The list of statements was not sent. What stands only there was not checked."]


def test_further_pages_that_were_not_sent_are_told_of():
    pages = bundle(request("Simvastatin"), link=[{"relation": "self", "url": "x"}, {"relation": "next", "url": "y"}])
    told = view(medications=pages, statements=None)
    assert gaps(told) == ["Only the first page of medications was sent. The other pages were not checked."]


def test_one_medicine_may_be_sent_without_a_bundle():
    told = view(medications=request("Simvastatin"), statements=statement("Clarithromycin"))
    assert summaries(told)[0] == PAIR


def test_a_medicine_is_found_by_reference_in_another_list():
    held = {"resourceType": "Medication", "id": "7", "code": {"text": "Zocor"}}
    referring = request("", medicationCodeableConcept=None, medicationReference={"reference": "Medication/7"})
    told = view(medications=bundle(referring), statements=bundle(held, statement("Clarithromycin")))
    assert summaries(told)[0] == PAIR


def daily(text: str) -> dict:
    return {"dosage": [{"text": text}]}


def ordered_daily(text: str) -> dict:
    return {"dosageInstruction": [{"text": text}]}


def test_what_was_ordered_and_is_told_of_too_counts_once():
    once = view(medications=bundle(request("Simvastatin 40 mg", **ordered_daily("40 mg daily"))), statements=None)
    twice = view(medications=bundle(request("Simvastatin 40 mg", **ordered_daily("40 mg daily"))),
                 statements=bundle(statement("Zocor 40 mg", **daily("40 mg daily"))))  # fmt: skip
    assert summaries(twice) == summaries(once)


def test_the_larger_of_two_doses_counts_where_order_and_statement_differ():
    told = view(medications=bundle(request("Simvastatin", **ordered_daily("40 mg daily"))),
                statements=bundle(statement("Simvastatin", **daily("80 mg daily"))))  # fmt: skip
    alone = view(medications=None, statements=bundle(statement("Simvastatin", **daily("80 mg daily"))))
    assert summaries(told) == summaries(alone)


def test_the_age_of_the_person_counts():
    born = f"{date.today().year - 82}-01-01"
    record = bundle(request("Bendroflumethiazide 2.5 mg"), request("Sertraline 100 mg"))
    details = [card["detail"] for card in cards(view(medications=record, statements=None,
               patient={"resourceType": "Patient", "birthDate": born, "gender": "female"}))]  # fmt: skip
    assert details != [card["detail"] for card in cards(view(medications=record, statements=None, patient=None))]


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("1950-11-23", 76),
        ("1950-11-24", 75),
        ("1950-10", 76),
        ("1950-11", 75),
        ("1950", 75),
        ("", None),
        ("50", None),
        ("2030-01-01", None),
        ("1850-01-01", None),
    ],
)
def test_the_age_is_told_by_the_day_of_birth(born, age):
    assert age_of(born, date(2026, 11, 23)) == age


def test_a_record_with_too_many_resources_is_refused():
    told = view(medications=bundle(*[{"resourceType": "Basic"}] * 1001))
    assert told.refusal == (413, "The call holds 1,001 resources; send at most 1,000.")


# --- orders are written


def test_an_order_of_the_specifications_example_is_read():
    diet = {"resourceType": "NutritionOrder", "id": "pureeddiet-simple", "status": "draft",
            "oralDiet": {"type": [{"text": "Pureed diet"}]}}  # fmt: skip
    name = "Amoxicillin 120 MG/ML / clavulanate potassium 8.58 MG/ML Oral Suspension"
    mixture = request(
        name, "smart-MedicationRequest-103", "draft",
        medicationCodeableConcept={"coding": [{"system": RXNORM, "code": "617993", "display": name}], "text": name},
        dosageInstruction=[{"text": "5 mL bid x 10 days",
                            "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                            "doseAndRate": {"doseQuantity": {"value": 5, "unit": "mL"}}}],
    )  # fmt: skip
    chosen = ["NutritionOrder/pureeddiet-simple", "MedicationRequest/smart-MedicationRequest-103"]
    told = order(bundle(diet, mixture), chosen, medications=bundle(), statements=bundle())
    assert [one for one in summaries(told) if "amoxicillin" not in one and not one.startswith("Not checked")] == []


def test_an_order_tells_of_itself_and_of_its_pairs_with_the_record():
    drafts = bundle(request("Clarithromycin 500 mg", "103", "draft"))
    told = summaries(order(drafts, ["MedicationRequest/103"], medications=bundle(request("Simvastatin 40 mg"))))
    assert told[1] == PAIR
    assert all("clarithromycin" in one or one.startswith("Not checked") for one in told)


def test_orders_of_the_draft_that_were_not_just_selected_only_count_in_pairs():
    drafts = bundle(request("Simvastatin 40 mg", "1", "draft"), request("Clarithromycin", "2", "draft"))
    told = summaries(order(drafts, ["MedicationRequest/2"], medications=None, statements=None))
    assert told[0] == PAIR
    assert all("clarithromycin" in one for one in told)


def test_an_id_may_stand_without_its_type():
    drafts = bundle(request("Simvastatin 40 mg", "1", "draft"))
    assert summaries(order(drafts, ["1"])) == summaries(order(drafts, ["MedicationRequest/1"])) != []


def test_an_order_of_a_class_is_asked_about_and_told_what_the_class_does():
    told = order(bundle(request("a statin", "1", "draft")), ["1"], medications=None, statements=None)
    assert "which" in gaps(told)[0].lower()
    assert summaries(told)[1].startswith("Signs to know of")


def test_all_orders_count_when_they_are_signed():
    drafts = bundle(request("Simvastatin 40 mg", "1", "draft"), request("Clarithromycin", "2", "draft"))
    told = summaries(order(drafts, path=SIGN, medications=None, statements=None))
    assert told[0] == PAIR
    assert told[-1].startswith("Signs to know of")


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        (VIEW, {"hookInstance": "1", "context": {}}, "the body needs hook."),
        (VIEW, {"hook": "order-sign", "hookInstance": "1", "context": {}}, "hook must be 'patient-view'."),
        (VIEW, {"hook": "patient-view", "hookInstance": "1", "context": []}, "context must be an object."),
        (VIEW, {"hook": "patient-view", "hookInstance": "1", "context": {}, "prefetch": {"medications": []}},
         "prefetch.medications must be an object or null."),
        (SELECT, {"hook": "order-select", "hookInstance": "1", "context": {"draftOrders": {}, "selections": []}},
         "context.draftOrders needs resourceType."),
        (SELECT, {"hook": "order-select", "hookInstance": "1", "context": {}},
         "context needs draftOrders, selections."),
        (SIGN, {"hook": "order-sign", "hookInstance": "1", "context": {"draftOrders": {"resourceType": "List"}}},
         "context.draftOrders.resourceType must be 'Bundle'."),
    ],
)  # fmt: skip
def test_a_call_that_is_none_is_refused_by_its_place(path, body, why):
    assert ask("POST", path, body).refusal == (422, why)
