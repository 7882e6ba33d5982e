"""What a reader gets on paper."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pypdfium2
import pytest

from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.figures.rendering import chrome
from analysis.report import write_reports

PRINT = ("--headless", "--no-sandbox", "--disable-gpu", "--window-size=800,900", "--virtual-time-budget=15000")


@pytest.mark.slow
def test_a_report_that_is_printed_from_a_narrow_window_holds_its_contents_and_no_call_to_click(
    repository: Paths, study: Study, tmp_path: Path
) -> None:
    if (browser := chrome()) is None:
        pytest.skip("no Chrome or Chromium on this machine")
    (report,) = write_reports(repository, study, "overall")
    printed = tmp_path / "printed.pdf"
    own = f"--user-data-dir={tmp_path / 'profile'}"
    subprocess.run(
        [browser, *PRINT, own, f"--print-to-pdf={printed}", report.as_uri()], check=True, capture_output=True
    )
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed)]
    assert "Werkwijze en verantwoording" in pages[0], "the contents are folded on a narrow screen, and not on paper"
    assert "Lees alle" not in "".join(pages)
