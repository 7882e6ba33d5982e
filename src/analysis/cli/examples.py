"""One line to copy under the help of each command, and what its exit code says."""

from __future__ import annotations

import typer

EXIT_CODES = (
    "Exit code 0: well; 1: what was asked is not so (stale, verify); 2: something is to be mended, and it is told."
)

EXAMPLES = {
    "new": "new ../my-study",
    "adopt": "adopt data/raw/interviews --classification Ongerubriceerd",
    "check": "check --no-files",
    "read": "read data/raw/interviews/DRE-G1.docx",
    "guide": "guide gemeente --out guide.docx",
    "run": "run 7_region -p region=drenthe --suffix=-drenthe",
    "report": "report --edition public",
    "site": "site",
    "figure": "figure heat-map-region --to heat-map.png",
    "reproduce": "reproduce themes",
    "verify": "verify",
    "stale": "stale",
    "hygiene": "hygiene --staged",
    "themes list": "themes list",
    "themes propose-names": "themes propose-names --again",
    "themes accept": 'themes accept --why "na het tweede overleg"',
    "themes name": 'themes name T03 "Terugkoppeling blijft uit" --why "besproken in de groep"',
    "themes merge": 'themes merge T09 T03 --why "zegt hetzelfde"',
    "themes split": "themes split T01",
    "themes hide": "themes hide T12",
    "themes show": "themes show T12",
    "themes note": 'themes note T03 "navragen bij de politie"',
    "pseudonyms assign": "pseudonyms assign",
    "pseudonyms review": "pseudonyms review --no-answers",
    "pseudonyms allow": 'pseudonyms allow Halt Teams --why "een bureau en een programma"',
    "pseudonyms alias": "pseudonyms alias F-2K7Q P-7F3K",
    "pseudonyms generalise": 'pseudonyms generalise P-7F3K "een wijkagent in Drenthe"',
    "pseudonyms identity": "pseudonyms identity ~/regiobeeld-identity",
    "pseudonyms seal": "pseudonyms seal",
    "pseudonyms no-name": "pseudonyms no-name F-2K7Q",
    "pseudonyms list": "pseudonyms list",
    "release status": "release status",
    "release propose": 'release propose region-drenthe --author "A. Auteur" --audience "Departementaal Vertrouwelijk"',
    "release check": "release check region-drenthe",
    "release approve": 'release approve region-drenthe --who "B. Lezer"',
    "release reject": 'release reject region-drenthe --who "B. Lezer" --why "het citaat is te herkennen"',
    "release withdraw": 'release withdraw region-drenthe --why "er komt een gesprek bij"',
    "release object": 'release object B1 region-drenthe --until 2025-04-30 --about "het citaat op bladzijde 3"',
    "release decide": "release decide B1 region-drenthe --decision granted",
    "release embargo": "release embargo public --file overall.html --until 2025-06-01",
    "release lower": 'release lower public --file overall.html --level Ongerubriceerd --authority politie --why "brief"',
    "release publish": "release publish region-drenthe",
    "release quote": "release quote DRE-G1-3f9a1c20ab region-drenthe",
    "release read": 'release read DRE-G1-3f9a1c20ab region-drenthe --verdict agree --who "B. Lezer"',
    "release single-out": 'release single-out DRE-G1-3f9a1c20ab region-drenthe --why "heeft ermee ingestemd" --who "D. Hoofd"',
    "release statement": 'release statement theme/T03/region/drenthe/ region-drenthe --why "staat in het jaarverslag"',
    "audit labels": "audit labels",
    "audit stamp": "audit stamp region@drenthe",
    "audit canaries": "audit canaries reports/editions/public --but-words",
    "evaluate themes": "evaluate themes table.csv --text tekst --label thema --group interview",
    "evaluate pseudonyms": "evaluate pseudonyms corpus.conll --by-layer",
}
"""What a researcher may type after `regiobeeld`, by command."""


def add(app: typer.Typer, group: str = "") -> None:
    """Put its example under the help of each command of `app`."""
    for command in app.registered_commands:
        name = command.name or (command.callback.__name__.replace("_", "-") if command.callback else "")
        if example := EXAMPLES.get(f"{group} {name}".strip()):
            command.epilog = f"Example: regiobeeld {example}"
    for below in app.registered_groups:
        if below.typer_instance is not None:
            add(below.typer_instance, below.name or "")
