"""Hostile strings, a study that is full of them, and what it looks like when one bites.

Each string tries to set an attribute on the page or to fetch something of a server that counts; `MARK` and `HOST` are filled in
when the study is made. They stand in a source of each kind of text, in the register, in the study's own words, in the
interview guide and in the names of themes.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

from analysis.core.paths import Paths
from analysis.themes.storage import write_baseline

SET = "document.documentElement.setAttribute('data-bitten','MARK')"

STRINGS = (
    f"<script>{SET}</script>",
    f"</script><script>{SET}</script>",
    f"</title></style></textarea><script>{SET}</script>",
    f"--><script>{SET}</script><!--",
    f"]]><script>{SET}</script>",
    f'<img src=x onerror="{SET}">',
    f'"><svg onload="{SET}">',
    f'\'><details open ontoggle="{SET}">x</details>',
    f'" autofocus onfocus="{SET}" x="',
    f'<iframe srcdoc="<script>parent.{SET}</script>"></iframe>',
    f'<a href="javascript:{SET}">klik</a>',
    f"[klik](javascript:{SET})",
    "![beeld](http://HOST/MARK.png) [weg](http://HOST/MARK) <http://HOST/auto-MARK>",
    "<a href='http://HOST/MARK'>weg</a> <a href=http://HOST/MARK>weg</a>",
    "<img src=http://HOST/MARK.gif><link rel=stylesheet href=http://HOST/MARK.css><base href=http://HOST/>",
    '<meta http-equiv=refresh content="0;url=http://HOST/MARK">',
    "<style>@import 'http://HOST/MARK.css'; * { background: url(http://HOST/MARK) }</style>",
    "<form action=http://HOST/MARK><button>Ga</button></form><object data=http://HOST/MARK></object>",
    "{{ 191 * 193 }} {% for x in range(9) %}{{ x }}{% endfor %} ${191*193} #{191*193} <%= 191*193 %>",
    "```{=html}\n<script>" + SET + "</script>\n```",
    f"`<script>{SET}</script>`{{=html}}",
    "\\href{javascript:alert(1)}{x} $\\unicode{x}$ \\input{/etc/passwd}",
    '#panic("beet") #read("/etc/passwd") #link("http://HOST/MARK") $ x $ @beet <beet>',
    '</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDEAUTO c:\\\\x MARK</w:instrText>',
    '=HYPERLINK("http://HOST/MARK","klik")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "!touch bitten",
    "%%bash\ntouch bitten",
    "\u202egnirts\u202c en \u2066omgekeerd\u2069",
    "\u2028\u2029 regels die geen regels zijn",
    "\x1b[31m\x1b]0;beet\x07 rood",
    "nul\x00byte",
)
"""Of each a mark that is its place in this tuple."""

TOPICS = (
    "Het casusoverleg komt elke maand bij elkaar en bespreekt personen over wie zorgen bestaan met alle partners aan tafel.",
    "De wijkagent hoort veel op straat en geeft signalen door aan de gemeente, maar krijgt zelden iets terug te horen.",
    "Voor het delen van gegevens ontbreekt een duidelijke grondslag, zodat iedereen voorzichtig is en weinig vastlegt.",
    "De jongerenwerkers kennen de buurt goed en zien eerder dan anderen dat een jongere zich afzondert van zijn vrienden.",
)

STUDY = """\
title: {title}
subtitle: {subtitle}
main_question: {question}
language: nl
classification_ceiling: Departementaal Vertrouwelijk
fiction: true
key_in_plain: true
sub_questions:
  hoe: {{title: {title}, question: {question}}}
aspects:
  werk: {{name: {aspect}, description: {question}}}
organisations:
  gemeente: {{name: {organisation}}}
  politie: {{name: Politie}}
regions:
  noord: {{name: {region}, municipalities: {{dorp: {{name: {town}}}}}, planned: {{gemeente: 1, politie: 1}}}}
national: {{name: {national}, planned: {{}}}}
"""


def strings(host: str) -> list[str]:
    """All of them, each with its own mark."""
    return [text.replace("MARK", str(number)).replace("HOST", host) for number, text in enumerate(STRINGS)]


def seen(text: str) -> str:
    """On one line and without what the register and YAML refuse."""
    return "".join(sign for sign in text.replace("\n", " ") if sign.isprintable())


def fill(study: Path, host: str) -> list[str]:
    """Replace the sample in a clone by the probe; returns the strings.

    Nothing of the sample stays: neither its sources nor what people decided about them.
    """
    texts = strings(host)
    raw = study / "data/raw"
    for path in raw.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for folder in ("interviews", "documents", "decisions", "pseudonyms"):
        (raw / folder).mkdir()
    (raw / "study.yaml").write_text(_study([seen(text) for text in texts]), encoding="utf-8")
    (raw / "interview_guide.yaml").write_text(_guide([seen(text) for text in texts]), encoding="utf-8")
    files = {
        "interviews/een.txt": _interview(texts[::2]),
        "interviews/drie.md": _interview(texts[1::2]),
        "documents/vier.md": "# "
        + texts[0]
        + "\n\n"
        + "\n\n".join(f"{TOPICS[n % 4]} {t}" for n, t in enumerate(texts)),
    }
    for name, text in files.items():
        (raw / name).write_bytes(text.encode())
    _docx(raw / "interviews/vijf.docx", [text for text in map(seen, texts) if text])
    _register(raw / "sources.csv", [*files, "interviews/vijf.docx"], [seen(text) for text in texts])
    _decisions(raw / "decisions", [seen(text) for text in texts])
    # the key is a folder that stage `passages` depends on, though this study knows nobody
    (raw / "pseudonyms/key.csv").write_text("form_id,pseudonym,kind,form\n", encoding="utf-8")
    subprocess.run(["git", "rm", "-q", "--cached", "-r", "data/raw"], cwd=study, check=True)
    subprocess.run(["git", "add", "data/raw"], cwd=study, check=True)
    return texts


def _study(texts: list[str]) -> str:
    keys = ("title", "subtitle", "question", "aspect", "organisation", "region", "town", "national")
    return STUDY.format(**{key: json.dumps(texts[number], ensure_ascii=False) for number, key in enumerate(keys)})


def _guide(texts: list[str]) -> str:
    written = [json.dumps(text, ensure_ascii=False) for text in texts]
    questions = [f"  - {{id: V{number:02d}, text: {text}, sub_question: hoe}}" for number, text in enumerate(written)]
    return "introduction: " + written[0] + "\nquestions:\n" + "\n".join(questions) + "\n"


def _interview(texts: list[str]) -> str:
    turns = []
    for number, text in enumerate(texts):
        topic = TOPICS[number % len(TOPICS)]
        turns.append(f"Interviewer: {text} Hoe gaat dat hier?")
        turns.append(f"Respondent: {topic} {text} Dat zie ik {number} keer per jaar.")
    return "\n\n".join(turns) + "\n"


def _docx(path: Path, texts: list[str]) -> None:
    import docx

    document = docx.Document()
    document.core_properties.title = texts[0]
    for number, text in enumerate(texts):
        document.add_paragraph("Interviewer: Hoe gaat dat hier?")
        document.add_paragraph(f"Respondent: {TOPICS[number % 4]} {text}")
    document.save(str(path))


def _register(path: Path, files: list[str], texts: list[str]) -> None:
    from analysis.core.register import COLUMNS

    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for number, file in enumerate(files):
        kind = "document" if file.startswith("documents") else "interview"
        row = dict.fromkeys(COLUMNS, "") | {"source_id": f"B{number}", "file": file, "kind": kind, "region": "noord"}
        row |= {"title": texts[number], "function": texts[number + 5], "municipality": "dorp", "date": "2025-03-01"}
        row |= {
            "organisation": "politie" if number % 2 else "gemeente",
            "classification": "Departementaal Vertrouwelijk",
        }
        row |= {"caveats": texts[number].replace(";", ","), "originator": texts[6], "label_ends": f"x {texts[5]}"}
        writer.writerow(row | {"wederhoor": "bevestigd"})
    path.write_text(buffer.getvalue(), encoding="utf-8")


def _decisions(folder: Path, texts: list[str]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["date", "who", "action", "theme_id", "value", "why"])
    for number, text in enumerate(texts):
        if text.strip():
            writer.writerow(["2025-03-01", texts[0], "name", f"T{number + 1:02d}", text, text])
    (folder / "themes.csv").write_text(buffer.getvalue(), encoding="utf-8")
    (folder / "pseudonyms.csv").write_text("date,who,action,subject,value,why\n", encoding="utf-8")
    # nobody accepted or released anything yet: as `regiobeeld new` leaves it
    write_baseline(Paths(folder.parents[2]))
    (folder / "release").mkdir()
    (folder / "release/log.jsonl").write_text("", encoding="utf-8")
