"""Work side by side gives what it gives one after the other, whatever happens to the processes that do it."""

from __future__ import annotations

import mmap
import os
import time

import numpy as np
import psutil
import pytest

from analysis.core import processes
from analysis.core.processes import beside, share_out, side_by_side

HERE = os.getpid()


def squares(number: int) -> np.ndarray:
    return np.arange(6, dtype=np.int32).reshape(2, 3) * number


@pytest.mark.parametrize("count", [1, 2, 5])
def test_answers_come_in_the_order_of_what_was_given(count, monkeypatch):
    given = [7, 3, 5, 2, 9][:count]
    for processors in (1, 2):
        monkeypatch.setattr(processes, "_processors", lambda number=processors: number)
        assert [made.tolist() for made in side_by_side(squares, given, (2, 3))] == [
            squares(number).tolist() for number in given
        ]


def test_numbers_of_another_kind_come_back_as_they_were_made(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    thirds = [(np.arange(6).reshape(2, 3) / 3 * number).astype(np.float32) for number in (1, 2)]
    made = side_by_side(lambda number: thirds[number - 1], [1, 2], (2, 3), np.float32)
    assert [array.dtype for array in made] == [np.float32, np.float32]
    assert [array.tolist() for array in made] == [array.tolist() for array in thirds]


def test_with_two_processors_only_the_first_is_done_here(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    first, second = side_by_side(lambda _: np.array([os.getpid()], dtype=np.int32), [1, 2], (1,))
    assert first[0] == os.getpid() != second[0]


def test_what_a_process_does_not_bring_is_done_here(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)

    def fails_elsewhere(number: int) -> np.ndarray:
        if os.getpid() != HERE:
            os._exit(3)
        return squares(number)

    made = side_by_side(fails_elsewhere, [1, 2], (2, 3))
    assert [array.tolist() for array in made] == [squares(1).tolist(), squares(2).tolist()]


def test_an_error_here_leaves_no_process_behind(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)

    def fails_here(number: int) -> np.ndarray:
        if os.getpid() == HERE:
            raise ValueError("no")
        return squares(number)

    before = psutil.Process().children()
    with pytest.raises(ValueError, match="no"):
        side_by_side(fails_here, [1, 2], (2, 3))
    assert psutil.Process().children() == before


def kept_by(folder, number, elsewhere_fails=False):
    """Let each number leave a file that tells which process made it."""

    def leave(item: int) -> None:
        if elsewhere_fails and os.getpid() != HERE:
            os._exit(3)
        (folder / str(item)).write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(0.02)

    share_out(leave, number)
    return {int(path.name): path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize("processors", [1, 2, 5])
@pytest.mark.parametrize("number", [0, 1, 9])
def test_all_that_is_shared_out_is_done(number, processors, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: processors)
    assert set(kept_by(tmp_path, number)) == set(range(number))


def test_two_processes_share_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    made = kept_by(tmp_path, 20)
    assert len(set(made.values())) == 2
    assert str(HERE) in made.values()


def test_what_a_process_left_undone_is_done_here(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 3)
    assert kept_by(tmp_path, 6, elsewhere_fails=True) == dict.fromkeys(range(6), str(HERE))


def test_more_than_a_pipe_holds_is_done_too(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    monkeypatch.setattr(processes, "_QUEUED", 3)
    done = mmap.mmap(-1, 10)

    def mark(item: int) -> None:
        done[item] = 1

    share_out(mark, 10)
    assert bytes(done) == b"\1" * 10


def test_an_error_of_shared_work_is_told_and_leaves_no_process_behind(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)

    def fails(item: int) -> None:
        raise ValueError(f"no {item}")

    before = psutil.Process().children()
    with pytest.raises(ValueError, match="no"):
        share_out(fails, 4)
    assert psutil.Process().children() == before


@pytest.mark.parametrize("processors", [1, 2])
def test_a_text_that_was_made_beside_is_whole_however_long(processors, monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: processors)
    with beside(lambda: "één\n" * 100_000 + str(os.getpid() == HERE)) as answer:
        made = answer()
    assert made == "één\n" * 100_000 + str(processors == 1)


def test_a_text_that_a_process_does_not_bring_is_made_here(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)

    def fails_elsewhere() -> str:
        if os.getpid() != HERE:
            os._exit(3)
        return "here"

    with beside(fails_elsewhere) as answer:
        assert answer() == "here"


def test_an_error_meanwhile_leaves_no_process_behind(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    before = psutil.Process().children()
    with pytest.raises(ValueError, match="no"), beside(lambda: "x" * 1_000_000):
        raise ValueError("no")
    assert psutil.Process().children() == before
