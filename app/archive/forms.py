"""What is sent to bring past papers in, and what a clerk says of a proposal."""

from wtforms import StringField
from wtforms.validators import Length

from app.foundation.reading.sniff import accept
from app.foundation.web.forms import (
    ChoiceField,
    DateField,
    FilesField,
    Form,
    TimeField,
    VersionField,
)

KINDS = (
    ("agenda", "Agenda"),
    ("pack", "Agenda and papers"),
    ("minutes", "Minutes"),
    ("report", "Report"),
    ("other", "Another paper, kept as a document"),
)


class UploadForm(Form):
    """One past paper, or several at once, or a whole folder."""

    refused_at = "files"

    files = FilesField(
        "Files or zips",
        description="Agendas, packs, reports and minutes, several at once: Word, PDF, Excel, "
        "PowerPoint, OpenDocument, RTF and text files, and web pages.",
        render_kw={"accept": f"{accept(read=True)},.zip"},
    )
    folder = FilesField(
        "Or a folder",
        description="With all that is in it.",
        render_kw={"webkitdirectory": True},
    )


class ProposalForm(Form):
    """What one or several papers are; what is left empty stays as it was read."""

    kind = ChoiceField("Kind", choices=KINDS, blank="As it was read")
    board = StringField("Board", [Length(max=120)])
    day = DateField("Day")
    time = TimeField("Time")
    venue = StringField("Place", [Length(max=200)])

    def said(self) -> dict[str, str]:
        """What was filled in, by the name of the field."""
        day, time = self.day.data, self.time.data
        found = {
            "kind": self.kind.data or "",
            "board": " ".join((self.board.data or "").split()),
            "date": day.isoformat() if day else "",
            "time": time.strftime("%H:%M") if time else "",
            "venue": self.venue.data or "",
        }
        return {name: words for name, words in found.items() if words}


class OneProposalForm(ProposalForm):
    """What one paper is, on the page beside its words."""

    version = VersionField()
