"""A program on a terminal, as a person sees it."""

import os
import re
import select
import signal
import struct
import sys
import time

try:
    import fcntl
    import pty
    import termios
except ImportError:  # Windows
    pty = None

# What moves the cursor or changes the colour.
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")


class Terminal:
    """Runs the command line on a pseudo-terminal of its own."""

    def __init__(self, *arguments, columns=80, cwd=None, env=None, program=("-m", "rejoin")):
        environment = {**os.environ, "TERM": "xterm-256color", "NO_COLOR": "1", **(env or {})}
        environment.pop("COLUMNS", None)
        command = [sys.executable, *program, *arguments]
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(cwd or ".")
                os.execvpe(command[0], command, environment)
            finally:
                os._exit(127)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        self.text = ""
        self.seen = 0
        self.code = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.file)

    def read(self, seconds):
        """Reads what comes next; False at the end."""
        ready, _, _ = select.select([self.file], [], [], seconds)
        try:
            data = os.read(self.file, 65536) if ready else b""
        except OSError:
            return False
        self.text += data.decode("utf-8", "replace")
        return bool(data) or not ready

    def expect(self, words):
        """Waits for a text, and gives what came before it."""
        end = time.monotonic() + 20
        while True:
            shown = self.shown()
            at = shown.find(words, self.seen)
            if at >= 0:
                before = shown[self.seen : at]
                self.seen = at + len(words)
                return before
            if time.monotonic() > end or not self.read(0.5):
                raise AssertionError(f"{words!r} was not shown:\n{shown[self.seen:]}")

    def send(self, line):
        """Types a line."""
        os.write(self.file, f"{line}\n".encode())

    def press(self, key):
        """Presses a key, as \\x03 for Ctrl-C."""
        # Between the prompt and the moment in which Python listens, Ctrl-C is lost to everybody.
        time.sleep(0.3)
        os.write(self.file, key.encode())

    def shown(self):
        """All that was shown."""
        return ESCAPES.sub("", self.text).replace("\r\n", "\n")

    def end(self):
        """Waits for the end and gives the exit code."""
        end = time.monotonic() + 20
        while self.read(0.2):
            if time.monotonic() > end:
                raise AssertionError(f"the program does not end:\n{self.shown()[-2000:]}")
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code
