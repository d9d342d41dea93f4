"""What kind of file system a file lies on: SQLite's locks are not kept by those of a network."""

from pathlib import Path

NETWORK = frozenset(
    {
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.blobfuse",
        "fuse.blobfuse2",
        "fuse.ceph-fuse",
        "fuse.davfs2",
        "fuse.gcsfuse",
        "fuse.glusterfs",
        "fuse.goofys",
        "fuse.mount-s3",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.smbnetfs",
        "fuse.sshfs",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "orangefs",
        "pvfs2",
        "smb3",
        "smbfs",
    }
)
MOUNTS = Path("/proc/self/mounts")


def network_of(folder: Path) -> str | None:
    """Return the kind of network file system a folder lies on; None for a disk of this machine.

    Where the system does not say what is mounted, every folder counts as one of this machine.
    """
    try:
        lines = MOUNTS.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None
    place = folder.resolve()
    best, kind = -1, ""
    for _device, mounted, found, *_rest in (line.split(" ") for line in lines):
        # Later lines hide earlier ones on the same place; blanks are written as \040.
        where = Path(mounted.replace("\\040", " "))
        if place.is_relative_to(where) and len(where.parts) >= best:
            best, kind = len(where.parts), found
    return kind if kind in NETWORK else None
