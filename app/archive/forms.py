"""What is sent to bring past papers in."""

from app.foundation.web.forms import FilesField, Form


class UploadForm(Form):
    """One past paper, or several at once."""

    refused_at = "files"

    files = FilesField(
        "Past papers",
        description="Text and Word files: agendas, packs, reports and minutes. Several at once.",
    )
