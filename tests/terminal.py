"""A person at a terminal: what they read there, what they type, how the program ends."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from codecs import getincrementaldecoder
from fcntl import ioctl
from pathlib import Path
from struct import pack

from support import ROOT

COLUMNS = 80
WAIT = 120.0


class Talk:
    """One run of Python in a terminal of 80 columns, as its keyboard and its screen."""

    def __init__(self, *arguments: str, cwd: Path, **env: str) -> None:
        self.master, terminal = pty.openpty()
        ioctl(terminal, termios.TIOCSWINSZ, pack("HHHH", 40, COLUMNS, 0, 0))
        kept = {
            k: v
            for k, v in os.environ.items()
            if not re.match("PCI_|NO_COLOR|FORCE_COLOR|EDITOR|VISUAL", k)
        }
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=cwd,
            env={**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm", "USER": "nguoi-thu", **env},
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            preexec_fn=_at_a_terminal,
        )
        os.close(terminal)
        self._letters = getincrementaldecoder("utf-8")("replace")
        self.heard = ""
        self.unread = ""

    def until(self, words: str) -> str:
        """All that was said up to some words; fails with what was said instead."""
        end = time.monotonic() + WAIT
        while words not in self.unread:
            assert time.monotonic() < end, f"chờ «{words}», nghe: {self.unread}"
            self._listen()
        said, _, self.unread = self.unread.partition(words)
        return said

    def say(self, *pairs: tuple[str, str]) -> None:
        """Wait for words, then type a line, again and again."""
        for words, typed in pairs:
            self.until(words)
            self.type(typed + "\n")

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def give_up(self, key: str) -> int:
        """Press a key until the program ends: a signal between a prompt and the wait for keys is
        lost to Python."""
        for _ in range(5):
            self.type(key)
            while select.select([self.master], [], [], 3)[0] and self._listen():
                pass
            if self.process.poll() is not None:
                break
        return self.end()

    def end(self) -> int:
        """The exit code; everything said is heard by then."""
        while self._listen():
            pass
        return self.process.wait(WAIT)

    def close(self) -> None:
        """End the program, whatever it is doing, and give the terminal back."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)

    def _listen(self) -> bool:
        if not select.select([self.master], [], [], WAIT)[0]:
            return False
        try:
            piece = os.read(self.master, 65536)
        except OSError:  # how Linux tells that the other end was closed
            return False
        text = re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", self._letters.decode(piece)).replace("\r", "")
        self.heard += text
        self.unread += text
        return bool(piece)


def _at_a_terminal() -> None:
    """What a shell does for a program in the foreground: the terminal is its own, Ctrl-C reaches
    it."""
    ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def on_screen(columns: int, *arguments: str, cwd: Path, **env: str) -> str:
    """What a terminal of that width receives."""
    master, terminal = pty.openpty()
    ioctl(terminal, termios.TIOCSWINSZ, pack("HHHH", 40, columns, 0, 0))
    kept = {
        k: v for k, v in os.environ.items() if not re.match("PCI_|COLUMNS|NO_COLOR|FORCE_COLOR", k)
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "pci", *arguments],
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **env},
        stdout=terminal,
        stderr=subprocess.DEVNULL,
    )
    os.close(terminal)
    received = b""
    while piece := _received(master):
        received += piece
    os.close(master)
    assert process.wait(30) == 0
    return received.decode().replace("\r\n", "\n")


def _received(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # how Linux tells that the other end was closed
        return b""
