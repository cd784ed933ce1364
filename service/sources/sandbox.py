"""Reading an untrusted file in a process of its own, with limits on memory and time."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import orjson

from service.domain.deliveries import Event, Format, Reading
from service.errors import FileDamaged, FileHostile, FileRefused
from service.sources.reading import limits_of, read_events, settle_format
from service.sources.wire import decode, encode, encode_refusal

if sys.platform != "win32":
    import resource

#: openpyxl loads numpy where it is installed, and needs nothing of it; its threads alone could use up the address space.
_WITHOUT_NUMPY = (Format.TABLE, Format.MEMBERS)


def read_safely(path: Path, how: Reading) -> Iterator[Event]:
    """The events of a file, read by a child process within limits; raises FileRefused.

    The child ends when the caller stops reading.
    """
    settled = settle_format(path, how)
    order = orjson.dumps({"path": str(path), "how": settled})
    command = [sys.executable, "-m", "service.sources.sandbox"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdin
        assert child.stdout
        clock = threading.Timer(limits_of(settled.format).seconds, child.kill)
        clock.start()
        try:
            with suppress(BrokenPipeError):
                child.stdin.write(order)
                child.stdin.close()
            yield from decode(child.stdout)
            # What ends without a word was stopped by a limit, or by a library that gave up on it.
            if child.wait() != 0:
                raise FileHostile(file=path.name)
        finally:
            clock.cancel()
            child.kill()


def _main() -> None:
    order = orjson.loads(sys.stdin.buffer.read())
    path, how = Path(order["path"]), order["how"]
    reading = Reading(**{**how, "format": Format(how["format"])})
    _limit(reading.format)
    if reading.format in _WITHOUT_NUMPY:
        sys.modules["numpy"] = None  # type: ignore[assignment]
    out = sys.stdout.buffer
    try:
        for event in read_events(path, reading):
            out.write(encode(event))
    except FileRefused as error:
        out.write(encode_refusal(error))
    except (MemoryError, RecursionError):
        out.write(encode_refusal(FileHostile(file=path.name)))
    except Exception:
        # Whatever a library raises over a file says that the file is not as its format wants it.
        out.write(encode_refusal(FileDamaged(file=path.name)))
    out.flush()


def _limit(kind: Format | None) -> None:
    """Give this process no more than the limits of the format; ignored where the system has none."""
    limits = limits_of(kind)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    _main()
