"""Responses with files to download."""

from flask import Response

from app.foundation.exports.blocks import WordPaper


def word_file(paper: WordPaper, *, name: str) -> Response:
    """A Word file as a download: its name does not give its title away, and it is not cached."""
    from app.foundation.exports.word import MEDIA_TYPE, render  # reads all of python-docx

    response = Response(render(paper), mimetype=MEDIA_TYPE)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.docx")
    response.headers["Cache-Control"] = "no-store"
    return response
