"""Tables that are known by their titles: clinical trials, side-effect reports, prescribing extracts, Synthea."""

from datetime import date

from read_files import left, reading, sheet_xml, told, xlsx


def rows(table: str) -> list[tuple]:
    return [(one.raw, one.status, one.start, one.stop, one.daily_mg, one.code) for one in reading(table).entries]


def test_concomitant_medication_of_a_trial_has_dose_unit_and_frequency():
    table = (
        "STUDYID,USUBJID,CMSEQ,CMTRT,CMDECOD,CMOCCUR,CMINDC,CMDOSE,CMDOSU,CMDOSFRQ,CMSTDTC,CMENDTC\n"
        "S1,01,1,ZOCOR,SIMVASTATIN,Y,HIGH CHOLESTEROL,40,mg,QD,2024-01-05,2024-02\n"
        "S1,01,2,MYSTERY MIX,METFORMIN,,DIABETES,500,mg,BID,2024,\n"
        "S1,02,1,ASPIRIN,,N,,,,,,\n"
    )
    assert reading(table).format == "CDISC SDTM CM"
    assert rows(table) == [
        ("ZOCOR 40 mg QD", "stopped", date(2024, 1, 5), date(2024, 2, 1), 40.0, ""),
        ("MYSTERY MIX (METFORMIN) 500 mg BID", "current", None, None, 1000.0, ""),
    ]
    assert left(table) == [("S1 02 1 ASPIRIN N", False)]


def test_a_faers_drug_file_is_read_with_the_ingredient_where_the_name_is_not_known():
    table = (
        "primaryid$caseid$drug_seq$role_cod$drugname$prod_ai$val_vbm$route$dose_vbm$dose_amt$dose_unit$dose_freq\n"
        "1$1$1$PS$LIPITOR$ATORVASTATIN CALCIUM$1$Oral$40 MG, QD$40$MG$QD\n"
        "1$1$2$C$STUDY DRUG 12$COLCHICINE$1$Oral$$.5$MG$BID\n"
        "2$2$1$PS$PREDNISONE.$PREDNISONE$1$$$$$\n"
    )
    assert reading(table).format == "FAERS DRUG file"
    assert [row[0] for row in rows(table)] == [
        "LIPITOR 40 MG QD",
        "STUDY DRUG 12 (COLCHICINE) 0.5 MG BID",
        "PREDNISONE.",
    ]


def test_a_faers_drug_file_of_the_years_before_2012_is_known_too():
    table = (
        "ISR$DRUG_SEQ$ROLE_COD$DRUGNAME$VAL_VBM$ROUTE$DOSE_VBM\n1$2$PS$ZOCOR$1$ORAL$40 MG DAILY\n"
        "1$3$C$MEVACOR$1$ORAL$\n"
    )
    assert told(table) == [("ZOCOR 40 MG DAILY", "current"), ("MEVACOR", "current")]


def test_an_nhs_extract_is_read_by_its_bnf_names():
    table = (
        " SHA,PCT,PRACTICE,BNF CODE,BNF NAME                 ,ITEMS  ,NIC     ,PERIOD,\n"
        "Q44,RXA,N81646,0212000Y0AAADAD,Simvastatin_Tab 40mg      ,0000009,00001.60,201410,\n"
        "Q44,RXA,N81646,0601022B0AAABAB,Metformin HCl_Tab 500mg   ,0000019,00002.60,201410,\n"
    )
    assert (reading(table).format, reading(table).column) == ("NHS prescribing extract", "BNF NAME")
    assert rows(table)[0] == ("Simvastatin_Tab 40mg", "current", None, None, 40.0, "0212000Y0AAADAD")


def test_synthea_medications_have_dates_and_codes_and_allergies_are_allergies():
    medicines = (
        "START,STOP,PATIENT,PAYER,ENCOUNTER,CODE,DESCRIPTION,BASE_COST,PAYER_COVERAGE,DISPENSES,TOTALCOST\n"
        "2016-09-09T11:10:14Z,2016-10-02T11:10:14Z,a,b,c,312961,Simvastatin 20 MG Oral Tablet,45.86,0.00,1,45.86\n"
    )
    assert rows(medicines) == [
        ("Simvastatin 20 MG Oral Tablet", "stopped", date(2016, 9, 9), date(2016, 10, 2), 20.0, "312961")
    ]
    allergies = (
        "START,STOP,PATIENT,ENCOUNTER,CODE,SYSTEM,DESCRIPTION,TYPE,CATEGORY,REACTION1\n"
        "2001-01-01,,a,b,7984,RxNorm,Penicillin V,allergy,medication,1\n"
    )
    assert told(allergies) == [("Penicillin V", "allergy")]


def test_a_known_table_is_known_in_a_spreadsheet_too():
    sheet = sheet_xml([["BNF Code", "BNF Name"], ["0212000Y0AAADAD", "Simvastatin 40mg tablets"], ["1", "Aspirin"]])
    assert reading(xlsx({"Data": sheet})).format == "NHS prescribing extract"


def test_another_column_of_a_known_table_can_be_chosen():
    table = "CMTRT,CMDECOD\nZOCOR,SIMVASTATIN\nADVIL,IBUPROFEN\n"
    assert told(table, column="CMDECOD") == [("SIMVASTATIN", "current"), ("IBUPROFEN", "current")]
