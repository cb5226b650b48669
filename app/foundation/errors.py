"""The one way in which a rule says no."""


class Refused(Exception):
    """A rule says no, with a sentence for the reader; `field` names the form field it is about."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Conflict(Exception):
    """Somebody else saved this text meanwhile; both texts are kept and shown."""

    def __init__(self, *, theirs: str, yours: str, version: int) -> None:
        super().__init__("Somebody else has changed this since you opened it.")
        self.theirs = theirs
        self.yours = yours
        self.version = version
