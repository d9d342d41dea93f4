from pathlib import Path

import pytest

from api.errors import UnsafeDatabase
from api.store import disks
from api.store.database import open_database

LINES = """\
/dev/vda / ext4 rw 0 0
server:/export /srv/data nfs4 rw 0 0
/dev/vdb /srv/data/local xfs rw 0 0
server:/export /srv/with\\040blank cifs rw 0 0
/dev/vdc /srv/twice ext4 rw 0 0
server:/export /srv/twice nfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", None),
        ("/srv", None),
        ("/srv/data", "nfs4"),
        ("/srv/data/deep/down", "nfs4"),
        ("/srv/database", None),
        ("/srv/data/local", None),
        ("/srv/with blank/x", "cifs"),
        ("/srv/twice", "nfs"),
    ],
)
def test_the_place_of_a_folder_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, kind: str | None
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(LINES, "utf-8")
    monkeypatch.setattr(disks, "MOUNTS", mounts)
    assert disks.network_of(Path(folder)) == kind


def test_where_nothing_is_known_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disks, "MOUNTS", tmp_path / "missing")
    assert disks.network_of(tmp_path) is None


def test_a_file_on_a_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/export {tmp_path} nfs rw 0 0\n", "utf-8")
    monkeypatch.setattr(disks, "MOUNTS", mounts)
    with pytest.raises(UnsafeDatabase, match="nfs"):
        open_database(f"sqlite:///{tmp_path / 'a.db'}")
