"""The exceptions with which services refuse: `Refused` and `Conflict`."""


class Refused(Exception):
    """A rule forbids it; with a sentence for the reader, and the form field it is about, if any."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Conflict(Exception):
    """Somebody else has saved this in the meantime; both texts are shown, and none is lost."""

    def __init__(self, *, theirs: str, yours: str, version: int) -> None:
        super().__init__("Somebody else has changed this since you opened it.")
        self.theirs = theirs
        self.yours = yours
        self.version = version
