"""Files are one user's alone, and production starts with a real secret only."""

import os
import secrets
import stat
import subprocess
import sys

import pytest

import config
from app import create_app
from app.foundation import hardening

GOOD = "f3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
WEAK = {
    "": "Set SECRET_KEY",
    "k3y-0f-9": "shorter than 32",
    "x" * 64: "same few characters",
    "abcabc" * 20: "same few characters",
    "changeme-changeme-changeme-0123456789": "anybody would try",
    "this is my very own Secret key, do not read": "anybody would try",
    "tests only" * 4: "anybody would try",
}


@pytest.fixture
def installation(tmp_path, monkeypatch):
    monkeypatch.setenv("GUILDHALL_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'guildhall.sqlite3'}")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    return tmp_path


@pytest.mark.parametrize("secret", WEAK)
def test_production_refuses_a_secret_key_that_others_could_guess(installation, monkeypatch, secret):
    monkeypatch.setenv("SECRET_KEY", secret)
    with pytest.raises(SystemExit, match=WEAK[secret]) as refused:
        create_app(config.Production)
    assert secret == "" or secret not in str(refused.value)


@pytest.mark.parametrize("where", ["environment", "config.py"])
def test_production_takes_a_good_one_from_either_place(installation, monkeypatch, where):
    if where == "environment":
        monkeypatch.setenv("SECRET_KEY", GOOD)
    else:
        (installation / "config.py").write_text(f"SECRET_KEY = {GOOD!r}\n")
    assert create_app(config.Production).config["SECRET_KEY"] == GOOD


@pytest.mark.parametrize("how", [[], ["--preload"]])
@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({}, "Set SECRET_KEY, in the environment or in"),
        ({"SECRET_KEY": "k3y-0f-9"}, "SECRET_KEY is shorter than 32 characters"),
        ({"GUILDHALL_ENV": "rubbish"}, "GUILDHALL_ENV is rubbish"),
        ({"DATABASE_URL": "rubbish"}, "DATABASE_URL must begin with"),
    ],
)
def test_a_web_server_that_cannot_start_says_so_and_ends(installation, how, setting, sentence):
    command = [sys.executable, "-m", "gunicorn", *how, "--bind", "127.0.0.1:0", "wsgi:app"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    asked = {"GUILDHALL_INSTANCE": str(installation), "GUILDHALL_ENV": "production"} | setting
    done = subprocess.run(
        command, env=kept | asked, cwd=config.ROOT, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr.count(sentence) == 1
    assert "Traceback" not in done.stderr


def test_random_keys_are_never_refused():
    for length in (16, 24, 32):
        for make in (secrets.token_hex, secrets.token_urlsafe):
            for _ in range(300):
                key = make(length)
                assert not hardening.weakness_of(key) or len(key) < 32


def test_development_takes_any(installation, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "dev")
    assert create_app(config.Development).config["SECRET_KEY"] == "dev"


@pytest.mark.parametrize("held", ["somebody's", "config.pyc", None])
def test_what_is_no_installation_is_not_taken_from_others(tmp_path, held):
    """GUILDHALL_INSTANCE=/etc, or a file: nobody but root could use the machine any more."""
    place = tmp_path / "of all"
    if held is None:
        place.write_text("root:x:0:0")
    else:
        place.mkdir()
        (place / held).touch()
    before = {path: path.chmod(0o755) or path.stat().st_mode for path in (place, *place.glob("*"))}
    with pytest.raises(SystemExit, match="GUILDHALL_INSTANCE names a folder"):
        hardening.keep_files_private(place)
    assert {path: path.stat().st_mode for path in before} == before


@pytest.mark.parametrize("held", [[], ["lost+found"], [".gitignore"], ["config.py", "notes"]])
def test_an_empty_folder_and_one_in_use_are_closed(tmp_path, held):
    place = tmp_path / "instance"
    place.mkdir(mode=0o755)
    for name in held:
        (place / name).touch(mode=0o644)
    hardening.keep_files_private(place)
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (place, *place.glob("*"))} == {0}


def test_the_instance_folder_is_closed_and_so_is_what_is_made_in_it(installation):
    installation.chmod(0o755)
    (installation / "config.py").write_text("COUNCIL_NAME = 'Brackenmere'\n")
    (installation / "config.py").chmod(0o644)
    script = (
        "import wsgi\n"
        "from app.foundation import indexing\n"
        "from app.foundation.db import db\n"
        "from app.foundation.storage import keep\n"
        "from app.documents.services import files_folder\n"
        "with wsgi.app.app_context():\n"
        "    db.create_all()\n"
        "    keep(b'Some text.', root=files_folder(), limit=1000)\n"
        "    indexing.engine().rebuild([])\n"
    )
    environment = {**os.environ, "SECRET_KEY": GOOD, "GUILDHALL_ENV": "production"}
    subprocess.run(
        ["sh", "-c", 'umask 022; exec "$@"', "sh", sys.executable, "-c", script],
        cwd=config.ROOT, env=environment, check=True,
    )  # fmt: skip
    made = {path: stat.S_IMODE(path.stat().st_mode) for path in installation.rglob("*")}
    assert len([path for path in made if path.is_file()]) >= 2
    assert stat.S_IMODE(installation.stat().st_mode) == 0o700
    for path, mode in made.items():
        assert mode & 0o077 == 0, f"{path.relative_to(installation)}: {mode:o}"


def test_in_production_cookies_are_this_hosts_alone_and_https_is_asked_for(
    installation, monkeypatch
):
    monkeypatch.setenv("SECRET_KEY", GOOD)
    app = create_app(config.Production)
    from app.foundation.db import db

    with app.app_context():
        db.create_all()
    answer = app.test_client().get("/sign-in", base_url="https://guildhall.example")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert flag in cookie
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    for name in ("SESSION", "REMEMBER", "KNOWN_DEVICE"):
        assert app.config[f"{name}_COOKIE_NAME"].startswith("__Host-")
