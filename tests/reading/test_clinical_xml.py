"""Clinical documents in XML (C-CDA) and the German medication plan, with entities off."""

from datetime import date

import pytest
from read_files import left, reading, refusal, told

HEAD = '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody>'
TAIL = "</structuredBody></component></ClinicalDocument>"


def document(*sections: str) -> str:
    return HEAD + "".join(f"<component><section>{section}</section></component>" for section in sections) + TAIL


def act(code: str, inside: str = "", attributes: str = "") -> str:
    return (
        f'<entry><substanceAdministration moodCode="EVN" {attributes}>{inside}<consumable><manufacturedProduct>'
        f"<manufacturedMaterial>{code}</manufacturedMaterial></manufacturedProduct></consumable>"
        "</substanceAdministration></entry>"
    )


MEDICINES = '<code code="10160-0"/><title>Medications</title>'
ZOCOR = '<code code="36567" codeSystem="2.16.840.1.113883.6.88" displayName="Zocor"/>'


def test_a_coded_medicine_has_name_code_dose_period_and_dates():
    times = (
        '<statusCode code="active"/><effectiveTime><low value="20240203"/><high nullFlavor="UNK"/></effectiveTime>'
        '<effectiveTime operator="A"><period value="12" unit="h"/></effectiveTime><doseQuantity value="20" unit="mg"/>'
    )
    (entry,) = reading(document(MEDICINES + act(ZOCOR, times))).entries
    assert (entry.raw, entry.status, entry.start, entry.daily_mg, entry.code) == (
        "Zocor, 20 mg every 12 hours", "current", date(2024, 2, 3), 40.0, "RxNorm 36567",
    )  # fmt: skip


def test_a_name_that_stands_only_in_the_narrative_is_found_by_its_reference():
    text = '<text><table><tr><td ID="m1">Metformin 500 mg</td><td ID="s1">one with supper</td></tr></table></text>'
    code = '<code nullFlavor="UNK"><originalText><reference value="#m1"/></originalText></code>'
    sig = '<text><reference value="#s1"/></text>'
    assert told(document(MEDICINES + text + act(code, sig))) == [("Metformin 500 mg, one with supper", "current")]


@pytest.mark.parametrize(
    ("inside", "attributes", "status"),
    [
        ('<statusCode code="completed"/>', "", "current"),
        ('<statusCode code="aborted"/>', "", "stopped"),
        ('<effectiveTime><low value="2019"/><high value="20200101"/></effectiveTime>', "", "stopped"),
    ],
)
def test_the_status_of_a_coded_medicine(inside, attributes, status):
    assert told(document(MEDICINES + act(ZOCOR, inside, attributes))) == [("Zocor", status)]


def test_what_was_not_given_has_no_name_or_is_a_vaccine_is_kept_apart():
    vaccine = '<code code="11369-6"/>' + act('<code displayName="Influenza vaccine"/>')
    nameless = act('<code code="123" codeSystemName="NDC"/>')
    found = document(MEDICINES + act(ZOCOR) + act(ZOCOR, attributes='negationInd="true"') + nameless, vaccine,
                     '<code code="29762-2"/><title>Social history</title>')  # fmt: skip
    assert told(found) == [("Zocor", "current")]
    assert left(found) == [("Zocor", False), ("NDC 123", True), ("Influenza vaccine", False), ("Social history", False)]


def test_allergies_are_marked_and_those_to_food_set_aside():
    def allergy(name: str, kind: str) -> str:
        return (
            f'<entry><act><observation><value displayName="{kind}"/><participant><participantRole><playingEntity>'
            f'<code code="1" displayName="{name}"/></playingEntity></participantRole></participant></observation></act>'
            "</entry>"
        )

    found = document(
        MEDICINES + act(ZOCOR),
        '<code code="48765-2"/>' + allergy("Penicillin V", "Drug allergy") + allergy("Peanut", "Food allergy"),
    )
    assert told(found) == [("Zocor", "current"), ("Penicillin V", "allergy")]
    assert left(found) == [("Peanut", False)]


def test_a_section_that_is_only_written_is_read_a_row_or_an_item_each():
    table = "<text><table><tr><th>Name</th><th>Dose</th></tr><tr><td>Zocor</td><td>20 mg</td></tr></table></text>"
    items = "<text><list><item>Codeine</item><item>Zyqqx</item></list></text>"
    found = document(MEDICINES + table, '<code code="48765-2"/>' + items)
    assert told(found) == [("Zocor 20 mg", "current"), ("Codeine", "allergy")]
    assert left(found) == [("Name Dose", False), ("Zyqqx", True)]
    assert told(document(MEDICINES + "<text>Metformin 500 mg daily</text>")) == [("Metformin 500 mg daily", "current")]


def test_a_document_without_medicines_names_its_sections():
    assert refusal(document("<title>Plan of care</title>", "<title>Results</title>")) == (
        "list is a clinical document without named medicines; its sections: Plan of care, Results."
    )


ENTITY = '<!DOCTYPE x [<!ENTITY a "simvastatin">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (ENTITY + "<ClinicalDocument >&a;</ClinicalDocument>", "defines entities, which are never read"),
        (OUTSIDE + "<ClinicalDocument >&a;</ClinicalDocument>", "defines entities, which are never read"),
        ("<ClinicalDocument ><a></ClinicalDocument>", "is broken XML"),
        ("<ClinicalDocument >" + "<a>" * 300 + "</a>" * 300 + "</ClinicalDocument>", "nested too deeply"),
        ("<ClinicalDocument >" + "<a/>" * 3_000_001 + "</ClinicalDocument>", "more than 3,000,000 parts"),
    ],
)
def test_xml_that_is_broken_or_hostile_is_refused(data, what):
    assert what in refusal(data)


PLAN = '<MP v="028" U="0" l="de-DE"><P g="Ada" f="Beispiel"/><O ai="Penicillin, Codein"/>{}</MP>'


def test_a_medication_plan_gives_names_ingredients_schemes_and_allergies():
    plan = PLAN.format(
        '<S><M a="Zocor" f="FTA" v="½" du="1"><W w="Simvastatin" s="20 mg"/></M>'
        '<M p="0123" f="Tabl" m="1" v="1"><W w="Metformin" s="500 mg"/></M><M a="Ibuprofen" t="bei Bedarf"/>'
        '<X t="Viel trinken"/><R t="Prednisolon 5 mg Kapseln"/></S>'
    )
    assert [(one.raw, one.status, one.daily_mg, one.code) for one in reading(plan).entries] == [
        ("Penicillin", "allergy", None, ""),
        ("Codein", "allergy", None, ""),
        ("Zocor (Simvastatin 20 mg) FTA 0-0-0,5-0", "current", 10.0, ""),
        ("Metformin 500 mg Tabl 1-0-1-0", "current", 1000.0, "PZN 0123"),
        ("Ibuprofen bei Bedarf", "current", None, ""),
        ("Prednisolon 5 mg Kapseln", "current", 5.0, ""),
    ]
    assert left(plan) == [("Viel trinken", False)]


def test_a_number_without_a_name_is_said_to_be_not_checkable():
    plan = PLAN.format('<S><M p="544786" m="20" v="10" r="Diabetes"/><M/></S>')
    assert [(row.raw, row.maybe) for row in reading(plan).unused] == [
        ("PZN 544786 20-0-10-0 Diabetes", True),
        ("M", True),
    ]
    assert "PZN 544786 stands here without a name" in reading(plan).unused[0].reason
    assert "names no medicine (1 by a PZN number alone)" in refusal('<MP v="028" U="0"><S><M p="7"/></S></MP>')


def test_the_route_of_a_coded_medicine_is_told_by_its_code():
    code = '<code code="1" displayName="Tobramycin"/>'
    eye = '<routeCode code="C38287" codeSystem="2.16.840.1.113883.3.26.1.1" displayName="OPHTHALMIC"/>'
    assert [entry.route for entry in reading(document(act(code, eye), act(code))).entries] == ["eye", ""]
