"""Every screen of the portal: an address, the rows of the demo it shows, and who looks at it.

`test_axe` opens each one. An address that is neither here nor in the lists below it fails there.
"""

from typing import NamedTuple

PLAN = "(SELECT id FROM masterplan_masterplan WHERE slug = 'bekasi-contoh')"
CYCLE = "(SELECT cycle_id FROM masterplan_masterplan WHERE slug = 'bekasi-contoh')"
LETTER = (
    "SELECT {column} FROM commitments_commitment c JOIN opd_opd o ON o.id = c.opd_id"
    f" WHERE c.masterplan_id = {PLAN} AND {{which}} ORDER BY c.id DESC LIMIT 1"
)


def section(code: str) -> str:
    return (
        "SELECT s.id FROM masterplan_section s JOIN masterplan_chapter c ON c.id = s.chapter_id"
        f" JOIN masterplan_book b ON b.id = c.book_id WHERE b.masterplan_id = {PLAN} AND s.code = '{code}'"
    )


def revision(number: int, column: str = "id") -> str:
    return f"SELECT {column} FROM masterplan_revision WHERE masterplan_id = {PLAN} AND number = {number}"


def letter(which: str, column: str = "c.id") -> str:
    return LETTER.format(column=column, which=which)


def programme(code: str) -> str:
    return f"SELECT id FROM masterplan_programme WHERE masterplan_id = {PLAN} AND code = '{code}'"


# Rows of the demo by the name that an address below uses.
ROWS = {
    "opd": "SELECT id FROM opd_opd WHERE code = 'DLH'",
    "opd.vacant": "SELECT id FROM opd_opd WHERE code = 'KEC-CIBARUSAH'",
    "holder": "SELECT h.id FROM opd_officeholder h JOIN opd_opd o ON o.id = h.opd_id WHERE o.code = 'DLH'",
    "session.past": f"SELECT id FROM bimtek_bimteksession WHERE cycle_id = {CYCLE} AND stage = 'I'",
    "session": f"SELECT id FROM bimtek_bimteksession WHERE cycle_id = {CYCLE} AND stage = 'IV'",
    "finding": f"SELECT id FROM bimtek_finding WHERE cycle_id = {CYCLE} AND code = 'T-001'",
    "finding.new": f"SELECT max(id) FROM bimtek_finding WHERE cycle_id = {CYCLE}",
    "finding.aside": f"SELECT id FROM bimtek_finding WHERE cycle_id = {CYCLE} AND code = 'T-069'",
    "programme": programme("P-ENV-01"),
    "programme.new": programme("P-BRA-90"),
    "programme.aside": programme("P-BRA-05"),
    "section": section("B1-1-1"),
    "section.empty": section("B1-2-3"),
    "section.own": section("B2-3-ENV"),
    **{f"table.{code}": section(code) for code in ("B1-3-4", "B1-4-1", "B1-5-2", "B2-2-2", "B2-4-5")},
    **{f"table.{code}": section(code) for code in ("B2-5-1", "B2-6-2", "B3-1-2", "B3-2-1")},
    "v0.1": revision(1),
    "v0.2": revision(2),
    "v0.3": revision(3),
    "book": f"SELECT id FROM masterplan_export WHERE revision_id = ({revision(2)})",
    "round.past": f"SELECT id FROM masterplan_reviewround WHERE revision_id = ({revision(2)})",
    "round": f"SELECT id FROM masterplan_reviewround WHERE revision_id = ({revision(3)})",
    "letter": letter("c.state = 'issued' AND o.code = 'DLH'"),
    "letter.unled": letter("c.state = 'issued' AND o.code = 'KEC-BABELAN'"),
    "letter.vacant": letter("c.state = 'issued' AND o.code = 'KEC-CIBARUSAH'"),
    "letter.signed": letter("c.state = 'signed' AND o.code = 'SETDA'"),
    "letter.noted": letter("c.state = 'signed_with_note' AND o.code = 'DISHUB'"),
    "letter.declined": letter("c.state = 'declined'"),
    "letter.replaced": letter("c.state = 'superseded' AND o.code = 'DLH'"),
    "letter.withdrawn": letter("c.state = 'withdrawn'"),
    "code.issued": letter("c.state = 'issued' AND o.code = 'DLH'", "c.token"),
    "code.signed": letter("c.state = 'signed' AND o.code = 'SETDA'", "c.token"),
    "code.declined": letter("c.state = 'declined'", "c.token"),
    "code.replaced": letter("c.state = 'superseded' AND o.code = 'DLH'", "c.token"),
    "code.withdrawn": letter("c.state = 'withdrawn'", "c.token"),
    "code.book": revision(2, "token"),
    "code.book.replaced": revision(1, "token"),
    "code.unknown": "SELECT '7Q2K-9DHM-4T6V-0XBE'",
    "agreement": f"SELECT id FROM commitments_agreement WHERE cycle_id = {CYCLE} ORDER BY id LIMIT 1",
    "nothing": "SELECT 987654321",
}


class Screen(NamedTuple):
    address: str
    """Name of the URL, then the name of the row it shows."""
    who: str = ""
    query: str = ""
    status: int = 200

    def __str__(self) -> str:
        return f"{self.address.replace(' ', '-')}{self.query}-{self.who or 'public'}"


SCREENS = [
    Screen("account_login"),
    Screen("account_login", query="?next=/commitments/"),
    Screen("account_logout", "editor"),
    Screen("account_inactive"),
    Screen("home", "admin"),
    Screen("home", "editor"),
    Screen("home", "leader"),
    Screen("home", "facilitator"),
    Screen("home", "operator.dlh"),
    Screen("home", "head.dlh"),
    Screen("home", "head.setda"),
    Screen("home", "head.kec-cibarusah"),
    Screen("home", "nobody"),
    Screen("plan_choose", "editor", "?next=/programmes/"),
    Screen("opd:holder_list", "admin"),
    Screen("opd:holder_add opd", "admin"),
    Screen("opd:holder_end holder", "admin"),
    Screen("opd:opd_detail opd", "editor"),
    Screen("opd:opd_detail opd", "head.dlh"),
    Screen("opd:opd_detail opd.vacant", "admin"),
    Screen("bimtek:session_list", "editor"),
    Screen("bimtek:session_list", "leader"),
    Screen("bimtek:session_detail session", "editor"),
    Screen("bimtek:session_detail session.past", "operator.dlh"),
    Screen("bimtek:session_detail session.past", "facilitator", "?dimension=ENV"),
    Screen("bimtek:finding_list", "editor"),
    Screen("bimtek:finding_list", "leader", "?dimension=ENV&kind=masalah&answered=no"),
    Screen("bimtek:finding_list", "editor", "?q=tidakada"),
    Screen("bimtek:finding_list", "editor", "?state=aside"),
    Screen("bimtek:finding_add", "operator.dlh"),
    Screen("bimtek:finding_detail finding", "editor"),
    Screen("bimtek:finding_detail finding.aside", "editor"),
    Screen("bimtek:finding_edit finding", "editor"),
    Screen("bimtek:finding_set_aside finding", "editor"),
    Screen("bimtek:finding_delete finding.new", "editor"),
    Screen("masterplan:programme_list", "editor"),
    Screen("masterplan:programme_list", "operator.dlh", "?dimension=ENV&gap=finding"),
    Screen("masterplan:programme_list", "leader", "?q=tidakada"),
    Screen("masterplan:programme_list", "editor", "?state=aside"),
    Screen("masterplan:programme_list", "editor", "?cetak=1"),
    Screen("masterplan:programme_add", "editor", "?dimension=ENV&finding=T-001"),
    Screen("masterplan:programme_detail programme", "editor"),
    Screen("masterplan:programme_detail programme", "head.dlh"),
    Screen("masterplan:programme_detail programme.aside", "editor"),
    Screen("masterplan:programme_edit programme", "editor"),
    Screen("masterplan:programme_set_aside programme", "editor"),
    Screen("masterplan:programme_delete programme.new", "editor"),
    Screen("masterplan:programme_delete programme.aside", "editor"),
    Screen("masterplan:programme_for_finding finding", "editor"),
    Screen("masterplan:programme_for_opd opd", "editor"),
    Screen("masterplan:section_tree", "editor"),
    Screen("masterplan:section_tree", "operator.dlh", "?state=mine"),
    Screen("masterplan:section_detail section", "editor"),
    Screen("masterplan:section_detail section.empty", "editor"),
    Screen("masterplan:section_detail section.own", "operator.dlh"),
    *(Screen(f"masterplan:section_detail {name}", "editor") for name in ROWS if name.startswith("table.")),
    Screen("masterplan:section_edit section", "editor"),
    Screen("masterplan:section_edit section.empty", "editor"),
    Screen("masterplan:revision_list", "editor"),
    Screen("masterplan:revision_list", "facilitator"),
    Screen("masterplan:revision_list", "head.dlh"),
    Screen("masterplan:revision_detail v0.1", "editor"),
    Screen("masterplan:revision_detail v0.2", "leader"),
    Screen("masterplan:revision_detail v0.2", "head.dlh"),
    Screen("masterplan:revision_detail v0.3", "facilitator"),
    Screen("masterplan:revision_read v0.2", "head.dlh"),
    Screen("masterplan:revision_read v0.3", "facilitator"),
    *(
        Screen("masterplan:revision_read v0.3", "facilitator", f"?bab={chapter}")
        for chapter in ("B1-4", "B2-4", "B3-2")
    ),
    Screen("masterplan:revision_changes v0.3", "facilitator"),
    Screen("masterplan:export_progress book", "editor"),
    Screen("masterplan:round_detail round", "editor"),
    Screen("masterplan:round_detail round", "facilitator"),
    Screen("masterplan:round_detail round", "facilitator", "?tampil=perubahan"),
    Screen("masterplan:round_detail round.past", "leader"),
    Screen("masterplan:round_print round", "editor"),
    Screen("masterplan:comment_add round", "facilitator"),
    Screen("commitments:board", "editor"),
    Screen("commitments:board", "editor", "?page=2"),
    Screen("commitments:board", "leader", "?keadaan=setuju"),
    Screen("commitments:board", "head.dlh"),
    Screen("commitments:board", "operator.dlh"),
    Screen("commitments:commitment_detail letter", "editor"),
    Screen("commitments:commitment_detail letter.vacant", "editor"),
    Screen("commitments:commitment_detail letter.signed", "editor"),
    Screen("commitments:commitment_detail letter.declined", "editor"),
    Screen("commitments:commitment_detail letter.replaced", "head.dlh"),
    Screen("commitments:commitment_detail letter.withdrawn", "editor"),
    Screen("commitments:commitment_sign letter", "head.dlh"),
    Screen("commitments:commitment_sign letter.unled", "head.kec-babelan"),
    Screen("commitments:commitment_sign letter.vacant", "head.kec-cibarusah"),
    Screen("commitments:commitment_answer letter", "head.dlh"),
    Screen("commitments:commitment_receipt letter.signed", "head.setda"),
    Screen("commitments:commitment_receipt letter.noted", "head.dishub"),
    Screen("commitments:commitment_receipt letter.declined", "head.disnaker"),
    Screen("commitments:commitment_withdraw letter", "editor"),
    Screen("commitments:commitment_for_programme programme", "editor"),
    Screen("commitments:commitment_for_opd opd", "editor"),
    Screen("commitments:agreement_list", "editor"),
    Screen("commitments:agreement_add", "editor"),
    Screen("commitments:agreement_edit agreement", "editor"),
    Screen("commitments:revision_finalise v0.2", "leader"),
    Screen("verify_form"),
    Screen("verify_form", query="?kode=", status=400),
    Screen("verify code.signed"),
    Screen("verify code.issued"),
    Screen("verify code.declined"),
    Screen("verify code.replaced"),
    Screen("verify code.withdrawn"),
    Screen("verify code.book"),
    Screen("verify code.book.replaced"),
    Screen("verify code.unknown", status=404),
    # What is refused looks like the portal as well.
    Screen("masterplan:section_edit section", "operator.dlh", status=403),
    Screen("bimtek:finding_detail nothing", "editor", status=404),
    Screen("bimtek:finding_detail nothing", "head.dlh", status=404),
    Screen("masterplan:comment_add round.past", "facilitator", status=409),
    Screen("masterplan:revision_freeze", "editor", status=405),
]

# Addresses that only take what a form sends; asked for with GET they answer 405.
POSTED = {
    "bimtek:finding_record": (1,),
    "bimtek:finding_restore": (1,),
    "masterplan:programme_restore": (1,),
    "masterplan:programme_link": (1,),
    "masterplan:section_ready": (1,),
    "masterplan:section_assign": (1,),
    "masterplan:revision_freeze": (),
    "masterplan:round_open": (1,),
    "masterplan:comment_answer": (1,),
    "masterplan:round_close": (1,),
    "masterplan:export_retry": (1,),
    "commitments:issue": (1,),
    "commitments:commitment_retry": (1,),
    "commitments:commitment_ask_again": (1,),
    "commitments:commitment_opened": (1,),
    "commitments:round_decide": (1,),
    "commitments:book_request": (1,),
}
# Addresses that answer with a file or a word for machines, and who asks.
FILES = {
    "healthz": "",
    "readyz": "",
    "masterplan:revision_json v0.2": "editor",
    "masterplan:export_file book": "editor",
    "commitments:commitment_letter letter.signed": "editor",
    "commitments:commitment_slice letter.signed": "editor",
    "commitments:agreement_scan agreement": "editor",
}
# Parts of pages that lead to their page when they are opened by themselves.
PARTS = {"commitments:commitment_progress letter": "editor"}
