"""A real browser looks at pages: what they ask for, whether anything in them acted, and what could act when clicked."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LOOK = """
new Promise(done => setTimeout(() => {
  const plots = [...document.querySelectorAll(".js-plotly-plot")];
  for (const plot of plots) {
    for (let trace = 0; trace < plot.data.length; trace++) {
      for (const point of [0, 1, 2]) {
        try { Plotly.Fx.hover(plot, [{curveNumber: trace, pointNumber: point}]); } catch (nothing) {}
      }
    }
  }
  for (const fold of document.querySelectorAll("details")) { fold.open = true; }
  for (const field of document.querySelectorAll("[autofocus], [tabindex]")) { field.focus(); }
  setTimeout(() => {
    const every = [...document.querySelectorAll("*")];
    const leads = /^(href|src|xlink:href|action|formaction)$/i;
    const acts = mark => /^on/i.test(mark.name)
      || (leads.test(mark.name) && /^\\s*(javascript|vbscript|data:text)/i.test(mark.value));
    const acting = every.flatMap(node =>
      [...node.attributes].filter(acts).map(mark => node.tagName + " " + mark.name));
    const alien = every.map(node => node.tagName === "META" && /refresh/i.test(node.httpEquiv) ? "REFRESH" : node.tagName)
      .filter(name => /^(iframe|object|embed|form|base|refresh)$/i.test(name));
    const leading = every.filter(node =>
      ["href", "xlink:href", "src"].some(name => (node.getAttribute(name) || "").includes("HOST"))).map(node => node.tagName);
    done(JSON.stringify({bitten: document.documentElement.getAttribute("data-bitten"), acting, alien, leading,
      plots: plots.length, text: document.body.innerText.length, address: location.href}));
  }, 600);
}, 400))
"""


@dataclass
class Seen:
    """What one page did."""

    bitten: str | None = None
    acting: list[str] = field(default_factory=list)
    alien: list[str] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)
    plots: int = 0
    text: int = 0
    address: str = ""


class Counter(ThreadingHTTPServer):
    """A server on loopback that remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []

    @property
    def host(self) -> str:
        """Its address as a page would name it."""
        return f"localhost:{self.server_address[1]}"


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    do_POST = do_HEAD = do_GET

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def counting() -> Iterator[Counter]:
    """A server that runs while the block does."""
    server = Counter()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()


def why_not() -> str:
    """Why there is no browser to look with; empty when there is one."""
    from choreographer.browsers.chromium import Chromium

    return "" if Chromium.find_browser(skip_local=False) else "no Chromium or Chrome is installed"


def look(pages: list[Path], host: str) -> dict[str, Seen]:
    """Open each page, hover over each figure, unfold and focus what can be, and tell what happened."""
    return asyncio.run(_look(pages, host))


async def _look(pages: list[Path], host: str) -> dict[str, Seen]:
    from choreographer import Browser

    found = {}
    async with Browser(headless=True, enable_sandbox=False) as browser:
        for page in pages:
            tab = await browser.create_tab(page.as_uri())
            await asyncio.sleep(0.2)
            await _loaded(tab)
            answer = await tab.send_command(
                "Runtime.evaluate",
                {"expression": LOOK.replace("HOST", host), "awaitPromise": True, "returnByValue": True},
            )
            found[page.name] = Seen(**json.loads(answer["result"]["result"]["value"]))
            await browser.close_tab(tab.target_id)
    return found


async def _loaded(tab: Any) -> None:
    for _ in range(100):
        answer = await tab.send_command(
            "Runtime.evaluate", {"expression": "document.readyState", "returnByValue": True}
        )
        if answer["result"]["result"].get("value") == "complete":
            return
        await asyncio.sleep(0.1)
    raise TimeoutError("a page did not load within ten seconds")
