"""Papers on their way to a reader's own machine."""

from flask import Response

from app.foundation.exports.blocks import WordPaper


def word_file(paper: WordPaper, *, name: str) -> Response:
    """A paper as a Word file; the name says what it is without its title, and nobody caches it."""
    from app.foundation.exports.word import MEDIA_TYPE, render  # reads all of python-docx

    response = Response(render(paper), mimetype=MEDIA_TYPE)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.docx")
    response.headers["Cache-Control"] = "no-store"
    return response
