"""Choices in JupyterLab, in a real kernel: the drop-downs are there, and choosing draws another figure."""

from __future__ import annotations

import json
import os
import queue
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

from analysis.figures.explore import PIPELINE

pytestmark = pytest.mark.slow
READY = "import sys; sys.path.insert(0, {folder!r}); import figures_study; t, s = figures_study.make()"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BlockingKernelClient]:
    folder = tmp_path_factory.mktemp("k")
    manager = KernelManager(
        kernel_name="python3", transport="ipc", ip=str(folder / "s"), connection_file=str(folder / "k.json")
    )
    manager.start_kernel(env={name: value for name, value in os.environ.items() if name != PIPELINE})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        run(client, READY.format(folder=str(Path(__file__).parent)))
        run(client, "from analysis.figures import explore")
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def until_idle(client: BlockingKernelClient, asked: str) -> list[dict[str, Any]]:
    """What the kernel tells the browser in answer to message `asked`."""
    told = []
    while True:
        try:
            message = client.get_iopub_msg(timeout=60)
        except queue.Empty:
            pytest.fail("the kernel went silent")
        if message["parent_header"].get("msg_id") != asked:
            continue
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return told
        assert message["msg_type"] != "error", message["content"]
        told.append(message)


def run(client: BlockingKernelClient, code: str) -> list[dict[str, Any]]:
    return until_idle(client, client.execute(code))


def menus(told: list[dict[str, Any]]) -> dict[str, tuple[str, list[str]]]:
    """Name of each drop-down -> its comm and what it offers."""
    opened = [message["content"] for message in told if message["msg_type"] == "comm_open"]
    states = {each["comm_id"]: each["data"]["state"] for each in opened}
    return {
        state["description"]: (comm, list(state["_options_labels"]))
        for comm, state in states.items()
        if state.get("_model_name") == "DropdownModel"
    }


def titles(told: list[dict[str, Any]]) -> list[str]:
    """Titles of the figures that were shown."""
    bundles = [message["content"]["data"] for message in told if message["msg_type"] == "display_data"]
    plots = [
        bundle["application/vnd.plotly.v1+json"] for bundle in bundles if "application/vnd.plotly.v1+json" in bundle
    ]
    return [plot["layout"]["meta"]["title"] for plot in plots]


def choose(client: BlockingKernelClient, comm: str, index: int) -> list[dict[str, Any]]:
    data = {"method": "update", "state": {"index": index}, "buffer_paths": []}
    message = client.session.msg("comm_msg", {"comm_id": comm, "data": data})
    client.shell_channel.send(message)
    return until_idle(client, message["header"]["msg_id"])


@pytest.mark.parametrize(
    ("call", "menu", "region"),
    [
        ("explore.explore_themes(t, s)", "Thema", ""),
        ("explore.explore_contrasts(t, s)", "Vergelijking", ""),
        ("explore.explore_levels(t, s)", "Niveau", ""),
        ("explore.explore_themes(t, s, region='r1')", "Thema", "r1"),
        ("explore.explore_levels(t, s, region='r1')", "Niveau", "r1"),
    ],
)
def test_choosing_from_a_drop_down_draws_another_figure(
    call: str, menu: str, region: str, kernel: BlockingKernelClient
) -> None:
    told = run(kernel, call)
    shown = json.dumps([message["content"] for message in told], default=str)
    assert "application/vnd.jupyter.widget-view+json" in shown
    comm, offered = menus(told)[menu]
    assert len(offered) > 1
    before, after = titles(told), titles(choose(kernel, comm, 1))
    assert len(before) == len(after) == 1
    assert before != after


def passages(told: list[dict[str, Any]]) -> list[str]:
    """Passages that were shown, as a page."""
    bundles = [message["content"]["data"] for message in told if message["msg_type"] == "display_data"]
    return [bundle["text/html"] for bundle in bundles if "<blockquote>" in bundle.get("text/html", "")]


def test_choosing_a_cell_shows_the_passages_behind_it(kernel: BlockingKernelClient) -> None:
    told = run(kernel, "from analysis.figures import heat_map; d = heat_map.draw(t, s); explore.explore_passages(d, t)")
    comm, offered = menus(told)["Passages bij"]
    (first,) = passages(told)
    (second,) = passages(choose(kernel, comm, 1))
    assert first != second
    assert f"({second.count('<blockquote>')})" in offered[1]
    assert "Geheime woorden" in second


def test_a_region_chooses_among_comparisons_of_its_own_only(kernel: BlockingKernelClient) -> None:
    told = run(kernel, "explore.explore_contrasts(t, s, region='r1')")
    _, offered = menus(told)["Vergelijking"]
    others = [
        region for region in ("Zeekust", "Drieheuvelen", "Laagland-West") if any(region in option for option in offered)
    ]
    assert offered
    assert not others


def test_the_pipeline_shows_no_widget_but_what_could_be_chosen(kernel: BlockingKernelClient) -> None:
    told = run(kernel, f"import os; os.environ[{PIPELINE!r}] = '1'\nexplore.explore_themes(t, s, region='r1')")
    shown = [message["content"]["data"] for message in told if message["msg_type"] == "execute_result"]
    assert "kiest u hier: Thema (" in shown[0]["text/markdown"]
    assert not [message for message in told if message["msg_type"] == "comm_open"]
