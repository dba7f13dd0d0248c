"""Tables that are known by their titles: clinical trials (CDISC SDTM CM), FAERS, the NHS, Synthea.

Each row says which titles make the layout and what stands under which; what is not listed is told by its cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from medcheck.reading.files.columns import Plan


@dataclass(frozen=True)
class Layout:
    """A known table: `needs` are the titles it is known by, `medicine` may stand under the first of several titles."""

    format: str
    needs: frozenset[str]
    medicine: tuple[str, ...]
    substance: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    status: str = ""


LAYOUTS = (
    Layout("CDISC SDTM CM", frozenset({"cmtrt"}), ("cmtrt",), "cmdecod", {
        "strength": "cmdose", "unit": "cmdosu", "directions": "cmdosfrq", "start": "cmstdtc", "stop": "cmendtc",
        "taken": "cmoccur",
    }),
    Layout("FAERS DRUG file", frozenset({"primaryid", "drugname"}), ("drugname",), "prod_ai", {
        "strength": "dose_amt", "unit": "dose_unit", "directions": "dose_freq",
    }),
    Layout("FAERS DRUG file", frozenset({"isr", "drugname"}), ("drugname",), "", {"directions": "dose_vbm"}),
    Layout("NHS prescribing extract", frozenset({"bnf code", "bnf name"}), ("bnf name",), "", {"code": "bnf code"}),
    Layout("NHS prescribing extract", frozenset({"bnf_code", "bnf_name"}), ("bnf_name",), "", {"code": "bnf_code"}),
    Layout("NHS prescribing extract", frozenset({"bnf_code", "bnf_description"}), ("bnf_description",),
           "chemical_substance_bnf_descr", {"code": "bnf_code"}),
    Layout("NHS prescribing extract", frozenset({"bnf_presentation_code", "bnf_presentation_name"}),
           ("bnf_presentation_name",), "bnf_chemical_substance", {"code": "bnf_presentation_code"}),
    Layout("Synthea medications", frozenset({"start", "patient", "description", "dispenses"}), ("description",), "",
           {"start": "start", "stop": "stop", "code": "code"}),
    Layout("Synthea allergies", frozenset({"start", "patient", "description", "reaction1"}), ("description",), "",
           {"start": "start", "stop": "stop", "code": "code"}, "allergy"),
)  # fmt: skip


def layout_of(header: Sequence[str]) -> Layout | None:
    """Return the layout that these titles make, or None where they make none."""
    names = frozenset(map(_plain, header))
    return next((layout for layout in LAYOUTS if layout.needs <= names), None)


def planned(layout: Layout, header: Sequence[str]) -> Plan:
    """Return where everything of a known layout stands under these titles."""
    names = [_plain(title) for title in header]
    roles = {role: names.index(title) for role, title in layout.roles.items() if title in names}
    medicine = next(names.index(title) for title in layout.medicine if title in names)
    substance = names.index(layout.substance) if layout.substance in names else None
    return Plan((medicine,), substance, roles, layout.status)


def _plain(title: str) -> str:
    return title.strip("\ufeff \t\"'").lower()
