"""The signs of a Word file that are no letters: ticks, bullets, the answers of old form fields."""

from app.foundation.reading.markup import Element
from app.foundation.reading.word_parts import number, switch, w

_SYMBOLS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF0FE: "☑",
    0xF0FD: "☒",
    0xF078: "☒",
    0xF0A8: "☐",
    0xF06F: "☐",
}
_WINGDINGS_2 = {0xF050: "✓", 0xF052: "☑", 0xF053: "☒", 0xF054: "☒", 0xF0A3: "☐"}


def symbol(code: str, *, font: str) -> str:
    """A character of a font of pictures, as the sign that it shows."""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if font == "Wingdings 2" and point in _WINGDINGS_2:
        return _WINGDINGS_2[point]
    return _SYMBOLS.get(point, chr(point) if 0x20 <= point < 0xD800 else "□")


def form_answer(beginning: Element) -> str:
    """What an old form field shows where its field begins: the chosen entry, a box with its tick.

    What was typed into a text field stands in the runs after it.
    """
    data = beginning.find(w("ffData"))
    if data is None:
        return ""
    choices, box = data.find(w("ddList")), data.find(w("checkBox"))
    if choices is not None:
        return _chosen(choices)
    return "" if box is None else _ticked(box)


def _chosen(choices: Element) -> str:
    entries = [entry.get(w("val"), "") for entry in choices.findall(w("listEntry"))]
    place = number(choices, "result") or number(choices, "default") or 0
    return entries[place] if 0 <= place < len(entries) else ""


def _ticked(box: Element) -> str:
    said = switch(box, "checked")
    return "☒" if (switch(box, "default") if said is None else said) else "☐"
