import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import matcher, small_tables

import medcheck
from medcheck.naming.suggestions import MOST, Suggestions

SMALL = Suggestions(matcher(small_tables()))
SHIPPED = Suggestions(medcheck.shipped_matcher())


@pytest.mark.parametrize("typed", ["", " ", "s", "-"])
def test_too_few_letters_suggest_nothing(typed):
    assert SMALL.suggest(typed) == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("sim", ["simvastatin"]),
        ("SIM", ["simvastatin"]),
        ("vin", ["vincristine", "vinblastine"]),
        ("zo", ["Zocor (simvastatin)"]),
        ("cad", ["Caduet (amlodipine + atorvastatin)"]),
        ("acetam", ["acetaminophen (paracetamol)"]),
        ("qqq", []),
    ],
)
def test_names_that_begin_so_are_offered_the_most_used_first(typed, names):
    assert SMALL.suggest(typed) == names


def test_a_misspelt_name_is_offered_too():
    assert SMALL.suggest("simvistatin")[0] == "simvastatin"


@pytest.mark.parametrize(
    ("typed", "first"), [("simva", "simvastatin"), ("metf", "metformin"), ("lipit", "Lipitor (atorvastatin)")]
)
def test_the_shipped_names_offer_what_most_people_mean(typed, first):
    assert SHIPPED.suggest(typed)[0] == first


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=12))
def test_whatever_is_typed_at_most_eight_are_offered_each_once(typed):
    offered = SHIPPED.suggest(typed)
    assert len(offered) == len(set(offered)) <= MOST


def test_what_is_offered_is_read_back_as_that_medicine():
    for offered in [*SHIPPED.suggest("vinc"), *SHIPPED.suggest("caduet"), *SHIPPED.suggest("zocor")]:
        assert medcheck.match_entries([offered])[0].verdict == "exact"
