"""What clerks send to put a new version of a file in place."""

from flask_wtf.file import FileField

from app.foundation.reading.sniff import accept
from app.foundation.web.forms import Form, VersionField


class VersionForm(Form):
    """The file that takes the place of the newest version."""

    refused_at = "file"

    version = VersionField()
    file = FileField(
        "New version",
        description="Readers then get this file and no other.",
        render_kw={"accept": accept()},
    )
