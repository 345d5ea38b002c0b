"""A document of the library as the bytes of a file, whatever the clock says."""

import zipfile
from io import BytesIO
from typing import Any

from docx.opc.pkgwriter import PackageWriter

EPOCH = (1980, 1, 1, 0, 0, 0)
"""A ZIP holds the years 1980 to 2107 only."""


class _Members(dict[str, bytes]):
    """The members of a package by their names, where the library writes them."""

    def write(self, name: Any, data: bytes) -> None:
        self[name.membername] = data


def saved(document: Any) -> bytes:
    """Write a document whose members bear no moment of the clock, as those of the library do."""
    package, members = document.part.package, _Members()
    for part in package.parts:
        part.before_marshal()
    writer: Any = PackageWriter
    writer._write_content_types_stream(members, package.parts)
    writer._write_pkg_rels(members, package.rels)
    writer._write_parts(members, package.parts)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name, EPOCH), data)
    return out.getvalue()
