"""Responses with files to download."""

from flask import Response

from app.foundation.exports.blocks import WordPaper


def word_file(paper: WordPaper, *, name: str) -> Response:
    """A Word file as a download, which is not cached.

    Its name does not give its title away, but says if it is not for publication: nobody takes a
    closed copy for the open one.
    """
    from app.foundation.exports.word import MEDIA_TYPE, render  # reads all of python-docx

    named = f"{name}-not-for-publication" if paper.mark else name
    response = Response(render(paper), mimetype=MEDIA_TYPE)
    response.headers.set("Content-Disposition", "attachment", filename=f"{named}.docx")
    response.headers["Cache-Control"] = "no-store"
    return response


def open_copy(name: str, *, is_public: bool) -> str:
    """The name of a file; one that was made for the public says so."""
    return f"{name}-public" if is_public else name
