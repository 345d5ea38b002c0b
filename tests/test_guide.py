"""What the pages of the guide tell a reader to do works as it stands, and prints what they show."""

from pathlib import Path

import pytest

from tools import guide

NO_NETWORK = ("Temporary failure in name resolution", "No matching distribution found")


@pytest.mark.disk
@pytest.mark.parametrize("page", guide.pages(), ids=lambda page: page.stem)
def test_a_reader_who_pastes_the_blocks_of_a_page_gets_what_it_shows(
    page: Path, installed: Path
) -> None:
    try:
        guide.do(page, f"{installed} -m pci")
    except guide.Failed as failure:
        if page in guide.IN_THE_REPOSITORY and any(one in str(failure) for one in NO_NETWORK):
            pytest.skip("không tải được thư viện")
        raise
