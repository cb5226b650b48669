"""What is sent to bring past papers in."""

from app.foundation.reading.sniff import accept
from app.foundation.web.forms import FilesField, Form


class UploadForm(Form):
    """One past paper, or several at once."""

    refused_at = "files"

    files = FilesField(
        "Past papers",
        description="Agendas, packs, reports and minutes, several at once: Word, PDF, Excel, "
        "PowerPoint, OpenDocument, RTF and text files, and web pages.",
        render_kw={"accept": accept(read=True)},
    )
