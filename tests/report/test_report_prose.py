"""Report text asks by key; what it is given is text, and what it is not given stops it with the line that asked."""

from __future__ import annotations

import json
from typing import Any

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_material import HOSTILE

from analysis.core.errors import ReportError
from analysis.report import nodes
from analysis.report.prose import Refused, compose
from analysis.report.wording import Wording


def _answer(key: str) -> str:
    if key != "there":
        raise Refused(f"asks for {key}", "there")
    return "4"


def _write(source: str, **values: Any) -> str:
    return nodes.write_html(compose(source, "text.md", values, {"number": _answer}))


def _problems(source: str, **values: Any) -> list[str]:
    with pytest.raises(ReportError) as caught:
        _write(source, **values)
    return [problem.where for problem in caught.value.problems]


def test_markdown_of_the_text_is_markup_and_a_value_is_not() -> None:
    html = _write("**{{ name }}** is *vier*: {{ number('there') }}", name="*ster*")
    assert html == "<p><strong>*ster*</strong> is <em>vier</em>: 4</p>\n"


def test_a_page_is_what_pandoc_writes_of_the_whole_tree() -> None:
    words = [
        *nodes.inlines("a  <b>\nc"),
        {"t": "SoftBreak"},
        nodes.link("d e", "#f"),
        {"t": "Space"},
        nodes.span([], "g"),
    ]
    ready = nodes.raw('<div data-figure="1">\n\n<p>2 &amp; 3</p></div>')
    table = nodes.grid(["h i", "j"], [[words, "k l m"]], "n o")
    document = {
        **nodes.parse("p  \nq"),
        "blocks": [nodes.paragraph(words), ready, nodes.block([ready, table], "r"), ready],
    }
    options = ["--wrap=none", "--email-obfuscation=none", "--syntax-highlighting=none"]
    whole = pypandoc.convert_text(json.dumps(document), "html5", format="json", extra_args=options)
    assert nodes.write_html(document) == whole


def test_what_is_joined_in_an_expression_keeps_its_spaces() -> None:
    assert _write("{{ 'Woorden: ' ~ name ~ ' enzovoort.' }}", name="brug") == "<p>Woorden: brug enzovoort.</p>\n"


@pytest.mark.parametrize("number", range(len(HOSTILE)))
@pytest.mark.parametrize(
    "source",
    [
        "{{ name }}",
        "# {{ name }}",
        "- {{ name }}",
        "| a |\n|---|\n| {{ name }} |",
        "{% macro say(x) %}*{{ x }}*{% endmacro %}{{ say(name) ~ name }}",
        "{% set x = name %}{{ [x, x]|join(', ') }}",
        "{{ '%s'|format(name) }}",
        "`{{ name }}`",
        "{% set x %}{{ name }}{% endset %}{{ x }}",
    ],
)
def test_hostile_text_comes_out_as_the_text_it_is(number: int, source: str) -> None:
    document = compose(source, "text.md", {"name": HOSTILE[number]}, {})
    kinds: set[str] = set()
    nodes.walk(document["blocks"], lambda node: kinds.add(node["t"]))
    assert not kinds & {"RawInline", "RawBlock", "Link", "Image", "Math"}
    shown = " ".join(nodes.plain(document["blocks"]).split())
    assert " ".join(nodes.plain(nodes.inlines(HOSTILE[number])).split()) in shown


@pytest.mark.slow
@settings(deadline=None, max_examples=40)  # each example starts pandoc
@given(st.text())
def test_any_text_whatsoever_keeps_its_words(text: str) -> None:
    document = compose("voor {{ name }} na", "text.md", {"name": text}, {})
    shown = nodes.plain(document["blocks"]).split()
    assert shown == ["voor", *nodes.plain(nodes.inlines(text)).split(), "na"]


def test_all_that_is_missing_is_told_at_once_with_its_line() -> None:
    source = "a {{ number('x') }}\n\n{{ nobody }}\n\n{% for row in no_list %}{% endfor %}\n{{ name.nick }}"
    assert _problems(source, name={"first": "x"}) == [f"text.md, line {line}" for line in (1, 3, 5, 6)]


def test_a_template_that_is_none_is_told_with_its_line() -> None:
    assert _problems("goed\n\n{% for %}") == ["text.md, line 3"]


def test_an_expression_that_fails_is_told_with_its_line() -> None:
    assert _problems("goed\n{{ 1 / 0 }}") == ["text.md, line 2"]


@pytest.mark.parametrize("source", ["{{ ''.__class__ }}", "{{ name.__class__.__mro__ }}", "{{ number.__globals__ }}"])
def test_a_text_cannot_reach_into_the_program(source: str) -> None:
    assert _problems(source, name="x") == ["text.md, line 1"]


@pytest.mark.parametrize("source", ["\n![a](x.png)", "\n[a](javascript:alert)", "\n[a](file:///etc/passwd)"])
def test_a_text_cannot_hold_pictures_or_links_that_act(source: str) -> None:
    assert _problems(source) == ["text.md, line 2"]


def test_html_in_a_text_is_shown_and_not_run() -> None:
    assert "<script>" not in _write("<script>alert(1)</script>")


def test_a_figure_within_a_line_is_refused() -> None:
    with pytest.raises(ReportError, match="line 2"):
        compose("\na {{ figure() }} b", "text.md", {}, {"figure": lambda: [nodes.block([], "exhibit")]})


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, ""),
        (1, "t0"),
        (3, "t0, t1 en t2"),
        (7, "t0, t1, t2, t3, t4, t5 en t6"),
        (27, "t0, t1, t2, t3, t4, t5 en nog 21 andere"),
    ],
)
def test_of_a_long_list_the_first_are_told_and_how_many_more(number: int, told: str) -> None:
    assert Wording("nl").listing(f"t{n}" for n in range(number)) == told


def test_text_of_a_source_never_calls_up_what_a_page_sets_aside_while_it_is_written() -> None:
    said = f"een {nodes.OPEN}0{nodes.CLOSE} teken"
    document = compose("# {{ said }}\n\n{{ said }} `{{ said }}`", "text.md", {"said": said}, {})
    document["blocks"].append(nodes.raw("<hr>"))
    assert nodes.write_html(document).count("<hr>") == 1
