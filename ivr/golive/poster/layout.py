"""What stands where, in millimetres: A4 and A3 with a sentence a language, a card with the names alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    width: float
    height: float
    margin: float
    head: float  # height of the band with the number
    columns: int
    sentences: bool  # beside the names

    def row(self, index: int, rows: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of the place of a language."""
        deep = -(-rows // self.columns)
        width = (self.width - self.margin * (self.columns + 1)) / self.columns
        height = (self.height - self.head - 2 * self.margin) / deep
        column, line = divmod(index, deep)
        return self.margin + column * (width + self.margin), self.head + self.margin + line * height, width, height


A4 = Layout(210, 297, 12, 62, 1, True)
A3 = Layout(297, 420, 17, 88, 1, True)
CARD = Layout(85.6, 54, 3, 13, 2, False)
LAYOUTS = {"a4": A4, "a3": A3, "card": CARD}
