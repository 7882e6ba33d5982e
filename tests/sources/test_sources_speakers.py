"""Who speaks, in the forms people write it, and what only looks like it."""

from __future__ import annotations

import pytest

from analysis.sources.understanding import understand

ANSWER = "dat gaat hier eigenlijk heel behoorlijk, al kost het veel tijd."


def speakers(text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    return [(turn.speaker, turn.role) for turn in understand(name, text.encode()).turns]


@pytest.mark.parametrize(
    ("asks", "tells", "form"),
    [
        ("Interviewer", "Respondent", "{}: {}"),
        ("I", "R1", "{}: {}"),
        ("Inspectie", "De heer Jansen (VVD)", "{}: {}"),
        ("Vraag", "Antwoord", "[{}] {}"),
        ("Interviewer", "Respondent", "[00:01:02] {}: {}"),
        ("Interviewer", "Respondent", "{} (00:01:02): {}"),
        ("Interviewer", "Respondent", "{}:\n{}"),
        ("JdV", "MB", "{}: {}"),
        ("Karin de Wit", "Piet Bos", "{}: {}"),
        ("SPEAKER_00", "SPEAKER_01", "{}: {}"),
        ("Spreker 1", "Spreker 2", "{}: {}"),
        ("S00", "S01", "{}: {}"),
        ("M", "P03", "{}: {}"),
        ("Karin", "Piet", "{} [00:01:02] {}"),
        ("KARIN", "PIET", ">> {}: {}"),
        ("Q", "A", "{}. {}"),
        ("Interviewer", "Respondent", "{} – {}"),
        ("Interviewer", "Respondent", "{}\t{}"),
        ("Interviewer", "Respondent", "{}\n{}"),
        ("Interviewer", "Respondent", "({}) {}"),
        ("Interviewer", "Respondent", "12. {}: {}"),
        ("Interviewer A", "Respondent 2A", "{}: {}"),
        ("Interviewer", "Ambtenaar 2", "{}: {}"),
        ("Interviewer", "Wethouder", "{}: {}"),
        ("Moderator", "FEMALE 1", "{}: {}"),
        ("Moderator", "FG1-P3", "{}: {}"),
        ("Moderator", "Female participant", "{}: {}"),
        ("Mr. SMITH", "Ms. JONES", "{}. {}"),
        ("Karin de Wit", "Piet Bos", "{}\t{}"),
    ],
)
def test_a_label_in_any_common_form_opens_a_turn(asks: str, tells: str, form: str) -> None:
    lines = [form.format(who, text) for _ in range(3) for who, text in ((asks, "Hoe gaat het?"), (tells, ANSWER))]
    assert speakers("\n\n".join(lines)) == [(asks, "interviewer"), (tells, "respondent")] * 3


def test_a_numbered_voice_that_speaks_once_is_one_when_others_of_its_kind_are() -> None:
    text = "\n\n".join(f"Interviewer: Hoe gaat het?\n\nLeerling {n}: {ANSWER}" for n in (1, 2, 1, 3))
    assert [name for name, _ in speakers(text)][1::2] == ["Leerling 1", "Leerling 2", "Leerling 1", "Leerling 3"]


@pytest.mark.parametrize("label", ["Stap 1", "API-02", "Eerste vraag", "Tabel 2"])
def test_what_is_numbered_in_a_report_is_nobody(label: str) -> None:
    assert speakers("\n\n".join([f"{label}: {ANSWER}", ANSWER, ANSWER, f"{label}: {ANSWER}"])) == [("", "respondent")]


def test_themes_and_phases_that_come_back_are_nobody() -> None:
    lines = [
        f"{label}: {ANSWER}" for label in ("Thema 1", "Fase 2", "Thema 2", "Fase 1", "Thema 1", "Thema 2", "Fase 2")
    ]
    assert speakers("\n\n".join(lines)) == [("", "respondent")]


def test_the_one_who_asks_is_the_interviewer_when_names_are_all_there_is() -> None:
    text = "\n".join(f"Anna: Wat ziet u in wijk {n}?\nBram: Ik zie daar {n} dingen, {ANSWER}" for n in range(4))
    assert speakers(text) == [("Anna", "interviewer"), ("Bram", "respondent")] * 4


def test_an_answer_of_several_paragraphs_is_one_turn() -> None:
    text = (
        f"Interviewer: Hoe gaat het?\n\nRespondent: Eerst dit, {ANSWER}\n\nEn dan dat, {ANSWER}\n\nInterviewer: Dank u."
    )
    document = understand("a.txt", text.encode())
    assert len(document.turns) == 3
    assert document.text[document.turns[1].start : document.turns[1].end].count("\n\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"**{label}:** {ANSWER}" for _ in range(3) for label in ("Bevindingen", "Citaten", "Problemen")),
        "\n\n".join(f"**Onderzoeksvraag {n}:** {ANSWER}" for n in range(6)),
        f"Datum: 3 maart\n\nAanwezig: allen\n\nVoorzitter: Jan\n\n{ANSWER} {ANSWER} {ANSWER}",
        "\n\n".join(f"{name} | {n} | {n * 3}" for n in range(4) for name in ("Gemeente Aar", "Gemeente Boe")),
        "\n\n".join(f"A. {ANSWER}\n\nB. {ANSWER}\n\nP\n\nQ" for _ in range(4)),
        "\n\n".join(
            f"- Frank: regelt punt {n}\n- Joost: regelt punt {n + 1}\n\n{ANSWER}\n\n{ANSWER}" for n in range(4)
        ),
        f"Let op: {ANSWER}\n\nLet op: {ANSWER}\n\n{ANSWER}",
        "\n\n".join(f"{label}: {ANSWER}" for _ in range(3) for label in ("Costs", "Type Safety", "Visibility")),
        "\n\n".join(
            f"{day}: soep van de dag." for _ in range(2) for day in ("Maandag", "Dinsdag", "Woensdag", "Vrijdag")
        ),
        "\n\n".join(f"Vraag {n}: Wat zoekt u hier?\n\nZij zoeken {n} dingen; {ANSWER}" for n in range(4)),
    ],
)
def test_a_heading_with_a_colon_is_nobody(text: str) -> None:
    assert {speaker for speaker, _ in speakers(text, "a.md")} == {""}


def test_a_pattern_of_the_studys_own_comes_first() -> None:
    text = f"<<A>> Hoe gaat het?\n\n<<B>> Nou, {ANSWER}"
    document = understand("a.txt", text.encode(), speaker_pattern=r"^<<(?P<speaker>\w+)>>\s*")
    assert [turn.speaker for turn in document.turns] == ["A", "B"]


def test_a_policy_document_is_one_voice_whatever_stands_before_a_colon() -> None:
    text = f"Interviewer: {ANSWER}\n\nRespondent: {ANSWER}"
    document = understand("a.txt", text.encode(), voices=False)
    assert {turn.speaker for turn in document.turns} == {""}


def test_speakers_that_change_at_a_line_break_within_a_paragraph_are_told_apart() -> None:
    text = f"**Interviewer:** Hoe gaat het?  \n**Respondent:** Nou, {ANSWER}"
    assert [who for who, _ in speakers(text, "a.md")] == ["Interviewer", "Respondent"]


def test_three_people_who_ask_each_other_in_turn_are_people_and_no_headings_of_a_form() -> None:
    text = "\n\n".join(f"{who}: En jij, {n}? {ANSWER}" for n in range(3) for who in ("Anna", "Bram", "Cor"))
    assert {who for who, _ in speakers(text)} == {"Anna", "Bram", "Cor"}


def test_people_who_speak_in_any_order_are_people_without_a_question_too() -> None:
    text = "\n\n".join(
        f"{who}: Ik zie {n} dingen, {ANSWER}"
        for n, who in enumerate(["Anna", "Bram", "Cor", "Bram", "Anna", "Cor", "Bram"])
    )
    assert {who for who, _ in speakers(text)} == {"Anna", "Bram", "Cor"}


def test_roles_as_headings_open_turns_and_other_headings_do_not() -> None:
    text = f"# Gesprek\n\n## Interviewer\n\nHoe gaat het?\n\n## Respondent\n\n{ANSWER}\n\n## Interviewer\n\nDank u.\n"
    document = understand("a.md", text.encode())
    assert [document.text[turn.start : turn.end] for turn in document.turns] == ["Hoe gaat het?", ANSWER, "Dank u."]
    assert ("heading", "Gesprek") in [(part.reason, document.text[part.start : part.end]) for part in document.asides]
