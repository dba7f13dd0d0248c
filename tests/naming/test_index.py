import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import small_tables

from medcheck.naming.index import LOCAL_COST, NameIndex, key_of, keys_of, sounds_of
from medcheck.tables.rows import Name

INDEX = NameIndex(small_tables())
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=14)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Simvastatin", "simvastatin"),
        ("SIMVA-STATIN", "simvastatin"),
        ("co-trimoxazole", "cotrimoxazole"),
        ("Lévothyroxine", "levothyroxine"),
        ("β-interferon 1a", "betainterferon1a"),
        ("Straße", "strasse"),
        ("  ", ""),
        ("!?", ""),
    ],
)
def test_a_key_is_letters_and_digits_plain_and_small(text, key):
    assert key_of(text) == key


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("simvastatin", "simvastaten"),
        ("phenytoin", "fenitoin"),
        ("cyclosporin", "siklosporin"),
        ("hydrochlorothiazide", "hydroclorothiazide"),
        ("amoxicillin", "amoksisilin"),
    ],
)
def test_names_that_sound_alike_have_one_sound(one, two):
    assert len(set(sounds_of([one, two]))) == 1


def test_names_that_do_not_sound_alike_have_two():
    assert len(set(sounds_of(["vincristine", "vinblastine"]))) == 2


@pytest.mark.parametrize(
    ("key", "drugs", "kind"),
    [
        ("simvastatin", ("simvastatin",), "generic"),
        ("zocor", ("simvastatin",), "brand"),
        ("acetaminophen", ("paracetamol",), "US name"),
        ("caduet", ("amlodipine", "atorvastatin"), "brand"),
        ("vp", ("vincristine", "prednisone"), "regimen"),
        ("statins", (), "class"),
    ],
)
def test_every_name_stands_for_all_its_ingredients(key, drugs, kind):
    assert (INDEX.exact[key].drugs, INDEX.exact[key].kind) == (drugs, kind)


def test_a_generic_name_goes_over_a_brand_spelt_the_same():
    clash = (Name("Simvastatin", "vincristine", "brand", "", "own"),)
    assert NameIndex(small_tables(names=clash)).exact["simvastatin"].drugs == ("simvastatin",)


def test_a_name_that_means_two_medicines_stands_for_either():
    rows = (
        Name("Vivacor", "simvastatin", "brand", "", "anvisa"),
        Name("Vivacor", "amlodipine", "brand", "", "rpl", 2),
    )
    known = NameIndex(small_tables(names=rows)).exact["vivacor"]
    assert (known.drugs, known.meanings) == ((), (("simvastatin",), ("amlodipine",)))


def test_a_name_that_only_registers_know_is_farther_than_one_that_is_widely_known():
    rows = (
        Name("Zocordimelan", "amlodipine", "brand", "", "rpl"),
        Name("Zocorbimelan", "vincristine", "brand", "", "own"),
    )
    near = NameIndex(small_tables(names=rows)).neighbours(["zocorximelan"])["zocorximelan"]
    cost = {one.known.name: one.cost for one in near}
    assert cost["Zocordimelan"] == pytest.approx(cost["Zocorbimelan"] + LOCAL_COST)


@pytest.mark.parametrize("names", [[], ["Zocor"], ["Żel", "β-carotene", "co-codamol 8/500", "D'orto", ""]])
def test_the_keys_of_many_names_are_those_of_each(names):
    assert keys_of(names) == [key_of(name) for name in names]


def near(typed: str) -> list[str]:
    """Return the names near to what was typed, the nearest first."""
    found = sorted(INDEX.neighbours([typed])[typed], key=lambda neighbour: neighbour.cost)
    return [neighbour.known.name for neighbour in found]


@pytest.mark.parametrize(
    "typed",
    ["simvastatin", "simvastatn", "smivastatin", "simvasttin", "xsimvastatin", "simvastaxxn", "sinvistaten"],
)
def test_a_misspelt_name_is_near_its_right_one(typed):
    assert near(typed)[0] == "simvastatin"


def test_more_slips_are_further_away():
    costs = [INDEX.neighbours([typed])[typed][0].cost for typed in ("simvastatin", "simvastatn", "simvstatn")]
    assert costs == sorted(costs)
    assert costs[0] < costs[1] < costs[2]


def test_a_name_far_from_all_has_no_neighbours():
    assert INDEX.neighbours(["qqqqqqqq"]) == {"qqqqqqqq": []}
    assert INDEX.neighbours([]) == {}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["simvastatin", "clarithromycin", "vincristine", "paracetamol"]), st.data())
def test_every_single_slip_is_found(name, data):
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slips = {
        "left out": name[:place] + name[place + 1 :],
        "put in": name[:place] + letter + name[place:],
        "wrong": name[:place] + letter + name[place + 1 :],
        "swapped": name[:place] + name[place : place + 2][::-1] + name[place + 2 :],
    }
    typed = slips[data.draw(st.sampled_from(sorted(slips)))]
    assert name in near(typed)


@settings(max_examples=100, deadline=None)
@given(st.lists(LETTERS, max_size=5, unique=True))
def test_neighbours_of_many_are_the_neighbours_of_each(typed):
    together = INDEX.neighbours(typed)
    assert list(together) == typed
    assert [[one.known for one in together[key]] for key in typed] == [
        [one.known for one in INDEX.neighbours([key])[key]] for key in typed
    ]


def test_names_that_begin_so_are_found():
    assert {known.name for known in INDEX.beginning_with("vin")} == {"vincristine", "vinblastine"}
    assert INDEX.beginning_with("zzz") == []
