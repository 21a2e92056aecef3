"""On what was measured: processor, memory, versions, load, and the memory of this process."""

import os
import platform
import resource
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_PACKAGES = (
    "torch",
    "sentence-transformers",
    "faiss-cpu",
    "tantivy",
    "numpy",
    "sqlalchemy",
    "chromadb",
    "lancedb",
)
_KIB = 1024


def description() -> dict[str, Any]:
    """What a reader must know to compare numbers."""
    return {
        "cpu": _from_proc("cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "simd": _simd(),
        "memory": _memory(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def load() -> float:
    """Processes that wanted a core in the last minute, on average; more than there are cores is crowded."""
    return os.getloadavg()[0]


def resident() -> int:
    """Bytes of this process in memory now. Where that cannot be seen, the most there ever were."""
    kib = _from_proc("self/status", "VmRSS")
    return int(kib.split()[0]) * _KIB if kib else peak()


def peak() -> int:
    """The most bytes this process ever had in memory.

    Linux carries ``ru_maxrss`` of a parent over to the child it starts, so there ``VmHWM`` is read.
    """
    if kib := _from_proc("self/status", "VmHWM"):
        return int(kib.split()[0]) * _KIB
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * _KIB


def _simd() -> str:
    flags = (_from_proc("cpuinfo", "flags") or "").split()
    return " ".join(flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if flag in flags)


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _from_proc(file: str, name: str) -> str:
    """The first value of that name in a file of /proc, empty where there is none."""
    try:
        content = Path("/proc", file).read_text(encoding="utf-8")
    except OSError:
        return ""
    pairs = (line.partition(":") for line in content.splitlines())
    return next((value.strip() for key, _, value in pairs if key.strip() == name), "")
