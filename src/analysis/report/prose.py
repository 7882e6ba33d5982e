"""Report text: Markdown that asks for numbers, figures, tables and quotes by key.

The text is a jinja template. What an expression prints is never Markdown: it leaves a mark in the text, and the mark is
filled in on the document tree after the Markdown has been parsed. So a theme called `<script>` or `[x](y)` is just that.
All that is wrong in a text is told at once, each with the line that asked for it.
"""

from __future__ import annotations

import contextlib
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from jinja2 import Template, TemplateSyntaxError, Undefined, UndefinedError, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from markupsafe import Markup

from analysis.core.errors import Problem, ReportError
from analysis.report import nodes
from analysis.report.nodes import CLOSE, MARK, OPEN, Node, Nodes

_UNSAFE_FILTERS = ("safe", "tojson", "urlize", "xmlattr", "pprint", "forceescape", "escape", "e")


class Refused(Exception):
    """What a text asks for is not there or may not be given; holds what was found, expected and to do."""

    def __init__(self, found: str, expected: str = "", remedy: str = "") -> None:
        super().__init__(found)
        self.parts = (found, expected, remedy)


Place = tuple[Template, int] | None
"""A template and a line of the code it was compiled to; only what is refused needs the line of the text, which takes longer."""


@dataclass(frozen=True)
class Mark:
    """What stands in a text until the tree is there: inline nodes, or blocks that need a paragraph of their own."""

    place: Place
    content: Nodes
    is_block: bool


@dataclass
class Marks:
    """The marks of one text and the problems found on the way."""

    name: str
    source: str
    form: Callable[[Any], str] = str
    marks: list[Mark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def leave(self, content: Nodes, is_block: bool = False) -> str:
        """A mark for this content."""
        self.marks.append(Mark(_place(), content, is_block))
        return f"{OPEN}{len(self.marks) - 1}{CLOSE}"

    def refuse(self, line: int, found: str, expected: str = "", remedy: str = "") -> None:
        """Note a problem of this text."""
        problem = Problem(f"{self.name}, line {line}", found, expected, remedy)
        if problem not in self.problems:
            self.problems.append(problem)


class Text:
    """A text from the study or a source. It can be printed and compared; printed, it is a mark and nothing else."""

    __slots__ = ("_marks", "_value")

    def __init__(self, value: str, marks: Marks) -> None:
        self._value, self._marks = value, marks

    def __str__(self) -> str:
        return self._marks.leave(nodes.inlines(self._value))

    __html__ = __str__

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return self._value == (other._value if isinstance(other, Text) else other)

    def __hash__(self) -> int:
        return hash(self._value)

    def __lt__(self, other: object) -> bool:
        return self._value < (other._value if isinstance(other, Text) else str(other))


def compose(
    source: str,
    name: str,
    values: dict[str, Any],
    functions: dict[str, Callable[..., Any]],
    form: Callable[[Any], str] = str,
) -> Node:
    """The document tree of a report text.

    Parameters
    ----------
    source : str
        The template; Markdown with `{{ }}` and `{% %}`.
    name : str
        The file as errors should name it.
    values : dict
        What the text can name: plain values, lists and objects; every string in them is printed as text.
    functions : dict
        What the text can call. A function answers a string or number (printed as text), or a list of nodes; it
        raises :class:`Refused` when it has no answer.

    form : callable
        How a number is written.

    Returns
    -------
    dict
        Pandoc's document.

    Raises
    ------
    ReportError
        With every key that is missing, every figure or quote that cannot be given, and the line of each.
    """
    marks = Marks(name, source, form)
    if OPEN in source or CLOSE in source:
        marks.refuse(
            source[: source.index(OPEN if OPEN in source else CLOSE)].count("\n") + 1, "holds U+E000 or U+E001"
        )
        raise ReportError(marks.problems)
    markdown = _render(source, marks, values, functions)
    if marks.problems:
        raise ReportError(marks.problems)
    document = _fill(nodes.parse(markdown), marks)
    if marks.problems:
        raise ReportError(marks.problems)
    return document


def prepare(source: str) -> None:
    """Compile a text, which takes longer than to make a report of it: then it is there when the first is made."""
    # what is wrong with it is told when a report is made of it
    with contextlib.suppress(TemplateSyntaxError):
        _code(_environment(Marks("", source)), source)


def _environment(marks: Marks) -> ImmutableSandboxedEnvironment:
    @pass_context  # also keeps jinja from printing constants before there is a line to name
    def finalize(_: object, value: object) -> object:
        return _print(value, marks)

    environment = ImmutableSandboxedEnvironment(
        undefined=_missing(marks),
        finalize=finalize,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for filter_name in _UNSAFE_FILTERS:
        environment.filters.pop(filter_name, None)
    environment.globals.clear()
    environment.globals["range"] = range
    return environment


def _render(source: str, marks: Marks, values: dict[str, Any], functions: dict[str, Callable[..., Any]]) -> str:
    environment = _environment(marks)
    context = {key: _wrap(value, marks) for key, value in values.items()}
    context |= {key: _guard(function, marks) for key, function in functions.items()}
    try:
        made = environment.template_class.from_code(
            environment, _code(environment, source), environment.make_globals(None)
        )
        return made.render(context)
    except TemplateSyntaxError as failure:
        marks.refuse(failure.lineno, f"is no template ({failure.message})", "", "mend the line")
    except UndefinedError as failure:
        marks.refuse(_line_of(failure), f"asks for what is not there ({failure.message})", "", "check the spelling")
    except (SecurityError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as failure:
        marks.refuse(_line_of(failure), f"cannot be worked out ({type(failure).__name__})", "", "mend the expression")
    return ""


_COMPILED: dict[str, CodeType] = {}


def _code(environment: ImmutableSandboxedEnvironment, source: str) -> CodeType:
    """A text as code; the environments of all reports are alike, so that it is the same for each of them."""
    if source not in _COMPILED:
        _COMPILED[source] = environment.compile(source)
    return _COMPILED[source]


def _print(value: object, marks: Marks) -> object:
    """What `{{ value }}` leaves in the Markdown."""
    if isinstance(value, (Markup, Text, Undefined)):
        return value
    if isinstance(value, list) and value and all(isinstance(item, dict) and "t" in item for item in value):
        return marks.leave(value, is_block=not nodes.is_inline(value))
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    text = "" if value is None else marks.form(value) if is_number else str(value)
    pieces = re.split(f"({MARK.pattern})", text)
    # re.split returns text, whole mark, its number, text, ...
    parts = [piece if index % 3 == 1 else _leave(piece, marks) for index, piece in enumerate(pieces) if index % 3 != 2]
    return "".join(parts)


def _leave(piece: str, marks: Marks) -> str:
    """A mark for the words of `piece`, with a space where it begins or ends in one: the next piece may go on from it."""
    if not piece.strip():
        return piece
    before, after = (" " if edge.isspace() else "" for edge in (piece[0], piece[-1]))
    return f"{before}{marks.leave(nodes.inlines(piece))}{after}"


def _wrap(value: Any, marks: Marks) -> Any:
    """The value with every string in it as :class:`Text`."""
    if isinstance(value, str):
        return Text(value, marks)
    if isinstance(value, dict):
        return {key: _wrap(item, marks) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_wrap(item, marks) for item in value]
    return value


def _unwrap(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unwrap(item) for key, item in value.items()}
    if isinstance(value, (list, Iterator)):
        return [_unwrap(item) for item in value]
    return value._value if isinstance(value, Text) else value


def _guard(function: Callable[..., Any], marks: Marks) -> Callable[..., Any]:
    def answer(*arguments: Any, **named: Any) -> Any:
        if any(isinstance(value, Undefined) for value in (*arguments, *named.values())):
            return ""
        try:
            given = function(*map(_unwrap, arguments), **{key: _unwrap(value) for key, value in named.items()})
        except Refused as refusal:
            marks.refuse(_line(_place()), *refusal.parts)
            return ""
        except TypeError:
            marks.refuse(
                _line(_place()), f"{function.__name__} is asked in a way it does not know", "", "see docs/report.md"
            )
            return ""
        return given if isinstance(given, list) and given and "t" in given[0] else _wrap(given, marks)

    return answer


def _missing(marks: Marks) -> type[Undefined]:
    """An undefined value that notes each line it is used on, so that all of them are told at once."""

    class Missing(Undefined):
        def _note(self, *_: object, **__: object) -> Any:
            marks.refuse(
                _line(_place()), f"asks for what is not there ({self._undefined_message})", "", "check the spelling"
            )
            return ""

        def __str__(self) -> str:
            return self._note()

        def __iter__(self) -> Any:
            self._note()
            return iter(())

        def __bool__(self) -> bool:
            self._note()
            return False

        def __len__(self) -> int:
            self._note()
            return 0

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            self._note()
            return self

        def __call__(self, *_: object, **__: object) -> Any:
            self._note()
            return self

        __html__ = __str__
        __getitem__ = __call__

    return Missing


def _place() -> Place:
    """Where the template is that is being rendered now."""
    frame = sys._getframe(1)
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return template, frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
    return None


def _line(place: Place) -> int:
    """The line of a text that made this place in its code; 0 outside a template."""
    return place[0].get_corresponding_lineno(place[1]) if place else 0


def _line_of(failure: BaseException) -> int:
    """Line of the template an exception came from."""
    lines = [
        frame.f_globals["__jinja_template__"].get_corresponding_lineno(number)
        for frame, number in traceback.walk_tb(failure.__traceback__)
        if "__jinja_template__" in frame.f_globals
    ]
    rewritten = [line.lineno for line in traceback.extract_tb(failure.__traceback__) if line.filename == "<template>"]
    return (lines or rewritten or [0])[-1] or 0


def _fill(document: Node, marks: Marks) -> Node:
    """The tree with each mark replaced by what it stands for."""

    def visit(node: Node) -> Nodes | None:
        kind, content = node["t"], node.get("c", [])
        if kind in ("Para", "Plain") and len(content) == 1 and content[0]["t"] == "Str":
            whole = MARK.fullmatch(content[0]["c"])
            if whole and marks.marks[int(whole[1])].is_block:
                return marks.marks[int(whole[1])].content
        if kind == "Str":
            return _fill_word(content, marks)
        if kind in ("Code", "CodeBlock"):
            return [{"t": kind, "c": [content[0], MARK.sub(lambda m: _plain(m, marks), content[1])]}]
        if kind in ("Link", "Image"):
            return _check_link(node, marks, visit)
        return None

    return {**document, "blocks": nodes.walk(document["blocks"], visit)}


def _fill_word(word: str, marks: Marks) -> Nodes:
    filled: Nodes = []
    for index, piece in enumerate(MARK.split(word)):
        if index % 2 == 0:
            filled += [{"t": "Str", "c": piece}] if piece else []
            continue
        mark = marks.marks[int(piece)]
        if mark.is_block:
            marks.refuse(
                _line(mark.place),
                "a figure, table or quote stands within a line",
                "a paragraph of its own",
                "put a blank line before and after it",
            )
        else:
            filled += mark.content
    return filled


def _plain(match: re.Match[str], marks: Marks) -> str:
    mark = marks.marks[int(match[1])]
    return "" if mark.is_block else nodes.plain(mark.content)


def _check_link(node: Node, marks: Marks, visit: Callable[[Node], Nodes | None]) -> Nodes:
    text, target = node["c"][1], node["c"][2][0]
    line = marks.source[: max(marks.source.find(target), 0)].count("\n") + 1
    if node["t"] == "Image":
        marks.refuse(line, "holds an image from a file or address", "figures by key", "use {{ figure(KEY) }}")
    elif not re.match(r"(https?://|mailto:|#)[^\ue000\ue001]*$", target) or "%EE%80%80" in target:
        marks.refuse(
            line, "holds a link to something else", "a web address, a mail address or a place in the text (#..)"
        )
    return [{**node, "c": [node["c"][0], nodes.walk(text, visit), node["c"][2]]}]
