"""The study as data: `study.yaml` and `interview_guide.yaml`, read into models that refuse what they do not know.

Nothing of any one study stands in the code: titles, questions, regions, organisations and aspects all come from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from analysis.core.classification import LEVELS
from analysis.core.errors import Problem, StudyError
from analysis.core.files import write_whole
from analysis.core.paths import Paths

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Slug = Annotated[str, Field(pattern=SLUG)]
"""A name safe in a path, a URL and a notebook parameter."""

TAKEN = {
    "regions": frozenset(["elsewhere", "overall"]),
    "organisations": frozenset(["document", "interview", "local", "national", "others"]),
}
"""Slugs that stand for other groups: all other regions, the report over all, paper and practice, levels, other parties."""

Count = Annotated[int, Field(ge=0)]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads YAML a dozen times as fast as the one in Python, where it is there; like that one it makes plain values only."""

_ELSEWHERE = "elsewhere"
"""Type of an error that a check of the whole study found: it says itself at which `places`."""


class Settings(BaseModel):
    """Base of all settings: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class SubQuestion(Settings):
    """One sub-question of the study."""

    title: str
    question: str


class Aspect(Settings):
    """One aspect of the framework the material is held against."""

    name: str
    description: str = ""


class Organisation(Settings):
    """A kind of organisation that is interviewed.

    `chain` says whether it is one of those that every region has and that are compared within the region.
    """

    name: str
    level: Literal["local", "national"] = "local"
    chain: bool = True


class Municipality(Settings):
    """A municipality of a region."""

    name: str
    population: Count | None = None


class Region(Settings):
    """A region: its municipalities, and how many interviews are planned for each organisation."""

    name: str
    population: Count | None = None
    municipalities: dict[Slug, Municipality] = {}
    planned: dict[Slug, Count] = {}


class National(Settings):
    """Sources that belong to no region."""

    name: str = "Landelijk"
    planned: dict[Slug, Count] = {}


class Study(Settings):
    """All that makes this study this study and no other."""

    title: str
    subtitle: str = ""
    main_question: str
    language: Literal["nl", "en"] = "nl"
    classification_ceiling: str = LEVELS[0]
    fiction: bool = False
    key_in_plain: bool = False
    # whether this environment is accredited for state secrets; nothing here can make it so
    accredited: bool = False
    sub_questions: dict[Slug, SubQuestion] = {}
    aspects: dict[Slug, Aspect] = {}
    organisations: dict[Slug, Organisation]
    regions: dict[Slug, Region]
    national: National = National()

    @field_validator("classification_ceiling")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value not in LEVELS:
            raise ValueError(f"expected one of {', '.join(LEVELS)}")
        return value

    @field_validator("organisations", "regions")
    @classmethod
    def _not_empty(cls, value: dict[str, object]) -> dict[str, object]:
        if not value:
            raise ValueError("expected at least one")
        return value

    @field_validator("organisations", "regions")
    @classmethod
    def _not_taken(cls, value: dict[str, object], info: ValidationInfo) -> dict[str, object]:
        field = info.field_name or ""
        if taken := TAKEN[field] & set(value):
            raise PydanticCustomError(
                _ELSEWHERE,
                "is what tables and reports call something else by: expected another slug; how it is shown goes into `name`",
                {"places": [(field, slug) for slug in sorted(taken)]},
            )
        return value

    @model_validator(mode="after")
    def _planned_known(self) -> Study:
        plans: dict[tuple[str, ...], dict[str, int]] = {
            **{("regions", key): region.planned for key, region in self.regions.items()},
            ("national",): self.national.planned,
        }
        unknown = [
            (*place, "planned", slug)
            for place, plan in plans.items()
            for slug in plan
            if slug not in self.organisations
        ]
        if unknown:
            raise PydanticCustomError(
                _ELSEWHERE,
                "names an organisation that is not under `organisations`: expected one of {known}",
                {"places": unknown, "known": ", ".join(self.organisations)},
            )
        return self

    def of_region(self, region: str) -> Study:
        """What the picture of one region is told of the study: its words and its own region, and nothing of the others."""
        told = {"language", "sub_questions", "aspects", "organisations"}
        own = {"title": "", "main_question": "", "regions": {region: self.regions[region]}}
        return Study.model_validate(self.model_dump(include=told) | own)

    @property
    def chain(self) -> list[str]:
        """Organisations every region has, in the study's order."""
        return [slug for slug, organisation in self.organisations.items() if organisation.chain]


class Question(Settings):
    """One question of the interview guide, and who is asked it (all organisations when empty)."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]
    text: str
    sub_question: str = ""
    aspect: str = ""
    organisations: tuple[Slug, ...] = ()


class Guide(Settings):
    """The interview guide; empty when the study has none."""

    introduction: str = ""
    questions: tuple[Question, ...] = ()

    def asked(self, organisation: str) -> tuple[Question, ...]:
        """The questions that `organisation` is asked."""
        return tuple(q for q in self.questions if not q.organisations or organisation in q.organisations)


TRACKED = ("aspects", "regions")
"""Keys of study.yaml that dvc.yaml itself follows: the embeddings depend on the one, a stage a region comes from the other."""

Model = TypeVar("Model", bound=BaseModel)


def parse(model: type[Model], text: str, name: str) -> Model:
    """Settings of `model` from YAML text; `name` is the file as errors should name it.

    Raises
    ------
    StudyError
        With every wrong key, each with its line.
    """
    try:
        tree = yaml.compose(text, Loader=LOADER)
        data = yaml.load(text, Loader=LOADER)
    except yaml.YAMLError:
        raise StudyError(_no_yaml(text, name)) from None
    doubles = _doubles(tree, name)
    if doubles:
        raise StudyError(doubles)
    try:
        return model.model_validate({} if data is None else data)
    except ValidationError as failure:
        errors = [dict(error) for failed in failure.errors() for error in _placed(dict(failed))]
        raise StudyError(_problem(error, tree, name) for error in errors) from None


def _no_yaml(text: str, name: str) -> Problem:
    # the fast reader names the line where it gave up; the one in Python often the line to mend
    line, found = 1, "unreadable"
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as failure:
        line = getattr(getattr(failure, "problem_mark", None), "line", 0) + 1
        found = getattr(failure, "problem", found)
    mend = "mend the line; a text that holds : ? { or # goes between double quotes"
    return Problem(f"{name}, line {line}", f"is no YAML ({found})", "", mend)


def _placed(error: dict[str, Any]) -> list[dict[str, Any]]:
    """One error a place, where a check of the whole found several."""
    if error["type"] != _ELSEWHERE:
        return [error]
    return [{**error, "loc": place} for place in error["ctx"]["places"]]


def _problem(error: Mapping[str, Any], tree: yaml.Node | None, name: str) -> Problem:
    keys = [str(part) for part in error["loc"] if part != "[key]"]
    where = f"{name}, line {_line(tree, keys)}" + (f", key {'.'.join(keys)}" if keys else "")
    if error["type"] == "extra_forbidden":
        return Problem(where, "is a key nobody knows", "", "check the spelling, or remove it")
    if error["type"] == "missing":
        return Problem(where, "is missing", "", "add it")
    if error["type"] == "string_pattern_mismatch" and error["ctx"]["pattern"] == SLUG:
        return Problem(
            where,
            "is no slug",
            "small letters a to z, digits, and single hyphens between them, such as sudwest-fryslan",
            "rename it; accents and capitals go into `name`",
        )
    message = re.sub(r"^Value error, ", "", error["msg"])
    return Problem(where, message[0].lower() + message[1:])


def _line(node: yaml.Node | None, keys: list[str]) -> int:
    line = node.start_mark.line + 1 if node else 1
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == key), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and key.isdigit() and int(key) < len(node.value):
            node = node.value[int(key)]
            line = node.start_mark.line + 1
    return line


def _doubles(node: yaml.Node | None, name: str) -> list[Problem]:
    if isinstance(node, yaml.SequenceNode):
        return [problem for child in node.value for problem in _doubles(child, name)]
    if not isinstance(node, yaml.MappingNode):
        return []
    seen: dict[str, int] = {}
    problems = []
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.value in seen:
            problems.append(
                Problem(
                    f"{name}, line {line}",
                    f"key {key.value} stands on line {seen[key.value]} too",
                    "each key once",
                    "remove one",
                )
            )
        seen[key.value] = line
        problems += _doubles(value, name)
    return problems


def read_settings(model: type[Model], path: Path, root: Path, written: Iterable[str] = ()) -> Model:
    """Settings of `model` from a YAML file below `root`; the keys `written` must stand there, though they have defaults.

    DVC follows single keys of a file, and stops without a place to look when one is not written down.
    """
    name = path.relative_to(root).as_posix()
    try:
        settings = parse(model, path.read_text(encoding="utf-8"), name)
        missing = [key for key in written if key not in settings.model_fields_set]
        if missing:
            raise StudyError(Problem(name, f"key {key} is missing", "", f"add `{key}:`") for key in missing)
        return settings
    except FileNotFoundError:
        raise StudyError(Problem(name, "is not there", "", "put it back, or start from `regiobeeld new DIR`")) from None
    except UnicodeDecodeError as failure:
        raise StudyError(
            Problem(name, f"byte {failure.start} is not UTF-8", "UTF-8 text", "save it as UTF-8")
        ) from None


def read_study(paths: Paths) -> Study:
    """The study of this repository."""
    return read_settings(Study, paths.study, paths.root, TRACKED)


def read_share(paths: Paths, region: str) -> Study:
    """The study as the share of `region` tells it, see :meth:`Study.of_region`."""
    return read_settings(Study, paths.share_study(region), paths.root)


def write_share(study: Study, paths: Paths, region: str) -> None:
    """Write what :func:`read_share` reads."""
    told = study.of_region(region).model_dump(exclude_defaults=True)
    write_whole(paths.share_study(region), yaml.safe_dump(told, allow_unicode=True, sort_keys=False))


def read_guide(paths: Paths, study: Study) -> Guide:
    """The interview guide of this repository; an empty one when there is no file.

    Raises
    ------
    StudyError
        Also when a question names a sub-question, aspect or organisation that the study does not have, or an id twice.
    """
    if not paths.guide.is_file():
        return Guide()
    guide = read_settings(Guide, paths.guide, paths.root)
    problems = []
    seen: set[str] = set()
    for number, question in enumerate(guide.questions):
        where = f"{paths.guide.relative_to(paths.root).as_posix()}, questions.{number} ({question.id})"
        if question.id in seen:
            problems.append(Problem(where, "has an id that an earlier question has", "each id once", "rename one"))
        seen.add(question.id)
        if question.sub_question and question.sub_question not in study.sub_questions:
            problems.append(Problem(where, f"sub_question {question.sub_question}", " or ".join(study.sub_questions)))
        if question.aspect and question.aspect not in study.aspects:
            problems.append(Problem(where, f"aspect {question.aspect}", " or ".join(study.aspects)))
        problems += [
            Problem(where, f"organisation {slug}", " or ".join(study.organisations))
            for slug in question.organisations
            if slug not in study.organisations
        ]
    if problems:
        raise StudyError(problems)
    return guide
