"""Marks as people type them: **strong**, *slanted*, ^raised^, ~lowered~, [words](address)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.foundation.richtext.nodes import Run, Runs
from app.foundation.richtext.pasted import BULLETS
from app.foundation.richtext.runs import ADDRESS, Mark, nested, paragraphs, safe_href

_TOKEN = re.compile(
    rf"\\(?P<literal>[!-/:-@\[-`{{-~–{BULLETS}])"
    r"|\[(?P<words>(?:\\.|[^\]\\]){1,500})\]\((?P<href>[^)\s]{1,2000})\)"
    rf"|(?P<address>{ADDRESS.pattern})"
    r"|(?P<marks>\*+|\^|~)"
)
_SHOWN_TWICE = re.compile(r"\[([^\[\]()\s]+)\]\(\1\)")
_MARKUP = re.compile(r"([\\*^~\[\]])")
_SIGNS = {"strong": "**", "em": "*", "sup": "^", "sub": "~"}
_BEGINS = {**_SIGNS, "a": "["}


def runs_typed(text: str) -> Runs:
    """What a typed paragraph says, its marks read; a mark without its partner is a plain sign."""
    found = paragraphs(_Marks(text).runs())
    return tuple(run for line in found for run in line)


def type_runs(runs: Runs) -> str:
    """The same words for typing; signs are escaped only where they would read as marks."""
    for short in (
        _SHOWN_TWICE.sub(r"\1", _typed(runs, escaped=False)),
        _typed(runs, escaped=False),
    ):
        if runs_typed(short) == runs:
            return short
    return _typed(runs, escaped=True)


@dataclass
class _Piece:
    """Words, or a sign that opens or closes a mark once its partner is found."""

    run: Run
    opens: str = ""
    closes: str = ""


@dataclass
class _Marks:
    """Reads one typed paragraph from left to right; signs still open wait in `waiting`."""

    text: str
    linked: str | None = None
    pieces: list[_Piece] = field(default_factory=list)
    waiting: list[tuple[str, int]] = field(default_factory=list)

    def runs(self) -> list[Run]:
        done = 0
        for token in _TOKEN.finditer(self.text):
            self.say(self.text[done : token.start()])
            self.take(token)
            done = token.end()
        self.say(self.text[done:])
        return list(_looks(self.pieces))

    def say(self, words: str) -> None:
        if words:
            self.pieces.append(_Piece(Run(words, href=self.linked)))

    def take(self, token: re.Match[str]) -> None:
        if token["marks"]:
            self.signs(token)
        elif token["words"]:
            self.link(token)
        elif token["address"] and self.linked is None:
            self.pieces.append(_Piece(Run(token.group(), href=safe_href(token.group()))))
        else:
            self.say(token["literal"] or token.group())

    def link(self, token: re.Match[str]) -> None:
        href = safe_href(token["href"])
        if href is None or self.linked is not None:
            self.say(token.group())
            return
        inner = _Marks(token["words"], linked=href).runs()
        self.pieces.extend(_Piece(run) for run in inner)

    def signs(self, token: re.Match[str]) -> None:
        before = self.text[token.start() - 1 : token.start()]
        after = self.text[token.end() : token.end() + 1]
        left = token.group()
        while left:
            name = self._closing(left) if before.strip(" \n") else ""
            if name:
                self.close(name)
            else:
                name = self._opening(left) if after.strip(" \n") else ""
                self.open(name)
            sign = _SIGNS.get(name, left)
            if not name:
                self.say(sign)
            left = left[len(sign) :]

    def _closing(self, signs: str) -> str:
        """The mark nearest to hand that these signs can close."""
        for name, _ in reversed(self.waiting):
            if signs.startswith(_SIGNS[name]):
                return name
        return ""

    def _opening(self, signs: str) -> str:
        open_already = {name for name, _ in self.waiting}
        for name, sign in _SIGNS.items():
            if signs.startswith(sign) and name not in open_already:
                return name
        return ""

    def open(self, name: str) -> None:
        if name:
            self.waiting.append((name, len(self.pieces)))
            self.pieces.append(_Piece(Run(_SIGNS[name], href=self.linked)))

    def close(self, name: str) -> None:
        while self.waiting:
            found, place = self.waiting.pop()
            if found == name:
                self.pieces[place] = _Piece(Run(""), opens=name)
                self.pieces.append(_Piece(Run(""), closes=name))
                return


def _looks(pieces: Iterable[_Piece]) -> Iterable[Run]:
    """Every piece of words with the marks that stand open around it."""
    look = Run("")
    for piece in pieces:
        look = _turned(look, piece.opens, on=True) if piece.opens else look
        look = _turned(look, piece.closes, on=False) if piece.closes else look
        if piece.run.text:
            yield _merged(piece.run, look)


def _turned(look: Run, name: str, *, on: bool) -> Run:
    match name:
        case "strong":
            return replace(look, strong=on)
        case "em":
            return replace(look, em=on)
        case "sup":
            return replace(look, script="sup" if on else "")
        case _:
            return replace(look, script="sub" if on else "")


def _merged(run: Run, look: Run) -> Run:
    return Run(
        run.text,
        strong=run.strong or look.strong,
        em=run.em or look.em,
        script=run.script or look.script,
        href=run.href,
    )


def _typed(runs: Runs, *, escaped: bool) -> str:
    typed: list[str] = []
    for closed, opened, text in nested(runs):
        typed.extend(_sign_off(mark) for mark in closed)
        typed.extend(_BEGINS[name] for name, _ in opened)
        typed.append(_MARKUP.sub(r"\\\1", text) if escaped else text)
    return "".join(typed)


def _sign_off(mark: Mark) -> str:
    name, href = mark
    return f"]({href})" if name == "a" else _SIGNS[name]
