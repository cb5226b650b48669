"""What agendas announce to the modules above them, which may refuse it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ItemRemoved:
    """An item is about to be taken off its agenda; whoever still needs it refuses."""

    item_id: int


@dataclass(frozen=True)
class ItemMadeExempt:
    """An item and its wording stand in Part II from now on; whatever quotes it is closed too."""

    item_id: int
    recalled: bool = False
    """It had been published: what was published of it is closed all the same."""


@dataclass(frozen=True)
class ItemMadeOpen:
    """An item and its wording stand in Part I again; whatever was closed with it opens too."""

    item_id: int
