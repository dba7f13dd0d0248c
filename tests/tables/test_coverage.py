"""What the tables cover, counted by class, mechanism, evidence and state."""

from small_tables import READ_ON, drug, small_tables, weakness

from medcheck.cli import main
from medcheck.tables import shipped
from medcheck.tables.class_coverage import coverage


def test_a_drug_counts_once_a_mechanism_and_in_one_state():
    tables = small_tables()
    statins = next(one for one in coverage(tables).classes if one.id == "statin")
    assert (statins.drugs, statins.by_mechanism) == (2, {"muscle": 2, "rhabdomyolysis": 1})
    assert statins.by_state == {"listed": 2, "nothing_listed": 0, "not_reviewed": 0}


def test_drugs_without_a_warning_are_parted_by_whether_their_label_was_read():
    every = coverage(small_tables()).every
    assert (every.warned, every.nothing_listed, every.not_reviewed) == (7, 1, 4)
    assert sum(every.by_state.values()) == every.drugs


def test_properties_are_no_classes_and_drugs_of_no_class_are_counted():
    found = coverage(small_tables())
    assert [one.id for one in found.classes] == ["checkpoint_inhibitor", "statin"]
    assert found.classless.drugs == 12 - 3
    assert found.classless.by_mechanism == {"nerve": 2, "electrolyte": 1, "wasting": 1}


def test_a_label_that_was_read_does_not_hide_a_warning():
    tables = small_tables(drugs=(drug("simvastatin", label_read_on=READ_ON),), classes=(), class_members=(),
                          weakness=(weakness("simvastatin", "muscle"),))  # fmt: skip
    assert coverage(tables).every.warned == 1


def test_every_row_of_the_shipped_warnings_is_counted_once_by_mechanism_and_by_evidence():
    found = coverage(shipped())
    rows = len(shipped().by_name["weakness"])
    assert sum(found.rows_by_mechanism.values()) == sum(found.rows_by_evidence.values()) == rows


def test_no_class_of_the_shipped_tables_is_empty():
    groups = coverage(shipped()).classes
    assert [group.id for group in groups if not group.drugs or group.drugs != sum(group.by_state.values())] == []


def test_the_command_line_prints_a_line_a_class_with_a_number_under_every_head(capsys):
    assert main(["data", "--coverage"]) == 0
    head, whole, *classes, classless = capsys.readouterr().out.splitlines()
    found = coverage(shipped())
    assert len(classes) == len(found.classes)
    assert {len(line) for line in (head, whole, *classes, classless)} == {len(head)}
    counts = dict(zip(head.split()[1:], whole.replace(",", "").split()[2:], strict=True))
    assert int(counts["muscle"]) == found.every.by_mechanism["muscle"]
    assert int(counts["not_reviewed"]) == found.every.not_reviewed
