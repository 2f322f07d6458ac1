"""What changed since a git revision, and what the changed files held then.

Only git's own store is asked: nothing is fetched, no filter, hook or outside program of a repository is run.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sousveil.errors import UsageError

_QUIET = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never",
          "-c", "core.quotePath=false")  # fmt: skip
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_FILE = "100"
"""Mode of a plain file; links and submodules begin otherwise."""
_LOCAL = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git sets for its hooks, and what would lead a question about a folder astray."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between a revision and the files as they are now, also those that git does not know yet.

    Attributes:
        top: Folder of the repository.
        old: Uri of each changed file to its path, relative to the corpus root, and the blob that it was, or None where
            it is new. A renamed file leads to the blob under its old name.
    """

    top: Path
    old: Mapping[str, tuple[Path, str | None]]

    def concern(self, uri: str) -> bool:
        """Whether a source differs; a member of an archive does where the archive does."""
        return self._file(uri) in self.old

    def write_old(self, uris: Iterable[str], into: Path) -> None:
        """Writes what the files of these sources held then into a new folder, each under the path it has now."""
        into.mkdir()
        wanted = [self.old[uri] for uri in dict.fromkeys(map(self._file, uris)) if uri in self.old]
        held = [(path, blob) for path, blob in wanted if blob is not None]
        for (path, _), data in zip(held, _blobs(self.top, [blob for _, blob in held]), strict=True):
            (into / path).parent.mkdir(parents=True, exist_ok=True)
            (into / path).write_bytes(data)

    def _file(self, uri: str) -> str:
        return uri if uri in self.old else uri.partition("!")[0]


def changes(folder: Path, base: str, uri: Callable[[str], str]) -> Changes:
    """Compares the files below a folder with a revision.

    Args:
        folder: Any folder of the repository; what changed elsewhere is no part of the answer, though a file may have
            come from there.
        base: Commit, branch or tag.
        uri: Makes the uri of a path relative to the folder.

    Raises:
        UsageError: There is no git, no repository, or no such revision.
    """
    folder = folder.resolve()
    top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    untracked = _git(top, "ls-files", "-z", "--others", "--exclude-standard").split(b"\0")
    old: dict[Path, str | None] = {top / os.fsdecode(name): None for name in untracked if name}
    old.update(_differing(top, _commit(folder, base)))
    below = {path.relative_to(folder): blob for path, blob in old.items() if path.is_relative_to(folder)}
    return Changes(top, {uri(path.as_posix()): (path, blob) for path, blob in below.items()})


def _commit(folder: Path, base: str) -> str:
    name = f"{base}^{{commit}}"
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name).decode().strip()
    except UsageError:
        shallow = _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
        remedy = "this clone is shallow; get its history with: git fetch --unshallow" if shallow else (
            "name a commit, branch or tag that is there; git fetch brings those of the server")  # fmt: skip
        raise UsageError(f"git knows no revision {base!r} here", remedy) from None


def _differing(top: Path, commit: str) -> Iterator[tuple[Path, str | None]]:
    """Changed files as they are called now, with the blob they were; deleted ones are gone and left out."""
    told = _git(top, "diff", "--raw", "-z", "--no-abbrev", "--find-renames", "--no-ext-diff", "--no-textconv",
                "--ignore-submodules=all", commit, "--")  # fmt: skip
    parts = iter(told.split(b"\0"))
    for head in parts:
        if not head:
            break
        old_mode, new_mode, blob, _, status = head.decode().lstrip(":").split()
        name = next(parts)
        if status[0] in "RC":
            name = next(parts)
        if new_mode.startswith(_FILE):
            yield top / os.fsdecode(name), blob if old_mode.startswith(_FILE) else None


def _blobs(top: Path, names: Sequence[str]) -> Iterator[bytes]:
    """The bytes of blobs, one after another, from one process."""
    command = _command(top, "cat-file", "--batch")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()) as git:
        assert git.stdin is not None
        assert git.stdout is not None
        for name in names:
            git.stdin.write(name.encode() + b"\n")
            git.stdin.flush()
            head = git.stdout.readline().split()
            if len(head) != 3:
                raise UsageError(
                    f"git does not hold the bytes of {name}", "fetch the whole history, not a partial clone"
                )
            data = git.stdout.read(int(head[2]) + 1)
            yield data[:-1]
        git.stdin.close()


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(_command(folder, *words), capture_output=True, check=False, env=_environment())
    except FileNotFoundError as error:
        raise UsageError("there is no git", "install git, or scan without --diff") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise UsageError(f"git: {said or 'it failed'}", "--diff needs a git repository that you may read")
    return done.stdout


def _command(folder: Path, *words: str) -> list[str]:
    return ["git", "-C", str(folder), *_QUIET, *words]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _LOCAL} | _ENVIRONMENT
