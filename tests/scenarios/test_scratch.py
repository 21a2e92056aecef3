import json, os, errno, subprocess
from pathlib import Path
import pytest
from tests.scenarios.cli import *
from tests.adapters.imports.zips import *

def show(capsys, o):
    with capsys.disabled():
        print("\n---", o.code, "\nOUT:", o.out[:1500], "\nERR:", o.err[:1500])

def test_a(cli, tmp_path, capsys, monkeypatch):
    s = lambda *a: show(capsys, cli(*a))
    z = zipped(tmp_path)
    s("import", z)
    s("import", z)
    s("ask", ASKED)
    s("ask", "how to tune a harpsichord", "--json")
    s("ask", ASKED, "--workspace", "nope")
    s("ask", "x \udcff\udcfe abc")
    s("ask", "word " * 8000)
    s("doctor")
    monkeypatch.setenv("KENNER_LOG_LEVEL", "LOUD"); s("ask", "a"); monkeypatch.delenv("KENNER_LOG_LEVEL")
    monkeypatch.setenv("KENNER_THREADS", "many"); s("ask", "a"); monkeypatch.delenv("KENNER_THREADS")
    monkeypatch.setenv("KENNER_MODLE", "many"); s("ask", "a"); monkeypatch.delenv("KENNER_MODLE")
    (tmp_path/".env").write_text("KENNER_MODLE=x\n"); s("doctor"); (tmp_path/".env").unlink()
    monkeypatch.setenv("KENNER_DATABASE_URL", "mysql://x:secretpw@y/z"); s("ask", "a"); 
    monkeypatch.setenv("KENNER_DATABASE_URL", "garbage"); s("ask", "a"); 
    monkeypatch.setenv("KENNER_DATABASE_URL", "postgresql://u:secretpw@127.0.0.1:1/z"); s("ask", "a"); s("doctor"); monkeypatch.delenv("KENNER_DATABASE_URL")
    bad = zipped(tmp_path, company(**{"general/2024-03-03.json": [said("lone \ud800 surrogate and nul \x00 char", "1709480000.000100")]}), "bad")
    s("import", bad)
    s("import", "")
    s("import", tmp_path)
    s("import", z, "--workspace-url", "javascript:alert(1)")
    s("ask", ASKED, "--as", "ann")
    s("ask", ASKED, "--channel", "nope")
    s("replay", tmp_path / "nope.zip")
    s("replay", z, "--queries", tmp_path / "nope.gz")
    s("replay", z, "--queries", z)
    s("replay", z, "--run", "/nope/dir/x")
    s("replay", z)
    f = tmp_path / "file"; f.write_text("x")
    cli.move(f)
    s("import", z); s("ask", "a"); s("migrate"); s("doctor"); s("reindex"); s("demo")
    cli.move(f / "sub")
    s("import", z); s("ask", "a"); s("migrate"); s("doctor"); s("reindex")

def test_ro(cli, tmp_path, capsys, monkeypatch):
    s = lambda *a: show(capsys, cli(*a))
    z = zipped(tmp_path)
    s("import", z)
    subprocess.run(["mount","--bind",cli.home,cli.home],check=True)
    subprocess.run(["mount","-o","remount,ro,bind",cli.home],check=True)
    try:
        s("import", z); s("ask", ASKED); s("migrate"); s("doctor"); s("reindex"); s("ask",ASKED,"--as","ann")
    finally:
        subprocess.run(["umount",cli.home],check=True)
    os.remove(cli.database)
    subprocess.run(["mount","--bind",cli.home,cli.home],check=True)
    subprocess.run(["mount","-o","remount,ro,bind",cli.home],check=True)
    try:
        s("import", z); s("ask", ASKED); s("migrate"); s("doctor"); s("reindex")
    finally:
        subprocess.run(["umount",cli.home],check=True)
