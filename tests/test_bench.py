"""That `make bench` runs; what it measures is for no test to judge."""

from pathlib import Path

import pytest

from tools.bench import exponent, main


@pytest.mark.pty
def test_every_table_has_its_rows(tmp_path: Path) -> None:
    page = tmp_path / "toc-do.md"
    sizes = ["--tasks", "34", "--updates", "1", "2", "--rounds", "1"]
    main([*sizes, "--only", "record", "--output", str(page)])
    text = page.read_text(encoding="utf-8")
    assert text.count("| pci tasks |") == 1
    assert text.count("| pci record |") == 2
    assert "| 1 lạnh | 1 ấm | 2 lạnh | 2 ấm |" in text


def test_an_exponent_is_that_of_what_is_added() -> None:
    assert exponent((34, 1_034, 10_034), (3, 4, 13)) == "1,00"
    assert exponent((0, 10, 100), (3, 4, 103)) == "2,00"
    assert exponent((0, 10, 100), (3, 3.05, 3.2)) == "–"
