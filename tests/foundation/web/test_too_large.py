"""An upload over the limit gets its sentence, and what was typed beside it is given back."""

import http.client
import io
import threading
import tracemalloc

import pytest
from werkzeug.serving import make_server

from app.foundation.web import request_body
from tests.browsing import Page, hold_to_standard
from tests.factories import reports

TYPED = "Plan of the lamps – draft"
LIMIT = 200_000


@pytest.fixture
def small(app):
    app.config["MAX_CONTENT_LENGTH"] = LIMIT
    return app


def upload(size):
    return {"title": TYPED, "file": (io.BytesIO(b"x" * size), "plan.pdf")}


def test_the_limit_is_named_and_the_text_is_given_back(small, cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast)
    olu = visit("Olu")
    answer = olu.client.post(f"/reports/{report.id}/appendices", data=upload(LIMIT))
    page = Page(answer, "/")
    hold_to_standard(page)
    assert page.status == 413
    assert "up to 200000 bytes" in page.words and "Files have to be chosen again" in page.words
    assert page.tree.xpath("//textarea")[0].text.strip() == TYPED


def test_the_file_itself_is_let_go_while_it_is_read(small, visit):
    client = visit("Olu").client
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="plan.pdf"\r\n\r\n'
    body = head + b"x" * 30_000_000 + b"\r\n--b--\r\n"
    tracemalloc.start()
    answer = client.post("/account", data=body, content_type="multipart/form-data; boundary=b")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 413 and most < 20_000_000, f"{most:,}"


def test_a_long_text_is_no_upload(app, cast, transaction, visit):
    with transaction():
        report = reports.a_full_report(cast)
    olu, where = visit("Olu"), f"/reports/{report.id}/write/purpose"
    olu.open(where)
    long = "Lamps and otters. " * 40_000
    page = olu.send({"text": long}, button="Save")
    assert page.status == 200
    assert "Lamps and otters." in olu.open(where).text


@pytest.mark.parametrize("body", [b"text=" + b"x" * LIMIT, b"x" * (2 * LIMIT)])
def test_a_form_without_files_that_is_too_large_is_said_so_too(small, visit, body):
    kind = "application/x-www-form-urlencoded"
    answer = visit("Olu").client.post("/account", data=body, content_type=kind)
    assert answer.status_code == 413


def test_a_text_longer_than_any_is_refused(app, visit, monkeypatch):
    app.config["MAX_FORM_MEMORY_SIZE"] = 1000
    client = visit("Olu").client
    for data in ({"text": "x" * 2000}, {"text": "x" * 2000, "file": (io.BytesIO(b""), "a")}):
        answer = client.post("/account", data=data)
        assert answer.status_code == 400
        assert request_body.TOO_MUCH in answer.get_data(as_text=True)
        assert "Back button brings it back" in answer.get_data(as_text=True)


@pytest.fixture
def port(small):
    """A server that takes connections, at this port."""
    server = make_server("127.0.0.1", 0, small, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.port
    server.shutdown()
    thread.join()
    server.server_close()


def sent(port, path, body, *, kind, in_chunks=False):
    """The answer to what is sent, as its sender meets it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": kind}
    if in_chunks:
        body = [body[place : place + 50_000] for place in range(0, len(body), 50_000)]
        headers["Transfer-Encoding"] = "chunked"
    connection.request("POST", path, body=body, headers=headers, encode_chunked=in_chunks)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"


def part(name, value, file=""):
    about = f'; filename="{file}"' if file else ""
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{about}\r\n\r\n'
    return head.encode() + value + b"\r\n"


@pytest.mark.sqlite
@pytest.mark.parametrize("in_chunks", [False, True])
@pytest.mark.parametrize("size", [LIMIT + 1, 8_000_000])
@pytest.mark.parametrize("path", ["/sign-in", "/account", "/no/such/page"])
def test_the_sender_sees_the_answer_and_no_broken_connection(port, path, size, in_chunks):
    bodies_of = {
        "text/plain": b"x" * size,
        FORM: b"title=Lamps&text=" + b"x" * size,
        FILES: part("title", b"Lamps") + part("file", b"x" * size, "plan.pdf") + b"--b--\r\n",
    }
    for kind, body in bodies_of.items():
        status, said = sent(port, path, body, kind=kind, in_chunks=in_chunks)
        assert (status, "too large" in said) == (413, True), kind
        assert kind != FILES or "Lamps" in said


@pytest.mark.sqlite
def test_what_comes_in_chunks_comes_whole(small, port, monkeypatch):
    small.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr(request_body, "KEPT_IN_MEMORY", 1000)
    long = "y" * 100_000
    body = f"email={long}@council.example&password=&remember=y".encode()
    status, said = sent(port, "/sign-in", body, kind=FORM, in_chunks=True)
    assert (status, long in said, "Enter your password" in said) == (422, True, True)


@pytest.mark.sqlite
def test_an_endless_upload_is_not_read_for_ever(small, monkeypatch):
    monkeypatch.setattr(request_body, "MOST_DRAINED", 1_000_000)
    given = []

    class Endless(io.BytesIO):
        def read(self, size=-1):
            given.append(size)
            return b"x" * size

    answer = small.test_client().post(
        "/sign-in",
        content_type="text/plain",
        environ_overrides={"CONTENT_LENGTH": str(10**12), "wsgi.input": Endless()},
    )
    assert answer.status_code == 413 and sum(given) < 2_000_000
