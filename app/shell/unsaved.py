"""What would be lost with the open document, and how that is said: unsaved edits, and typed texts that are no values.

Words only; what is done about it is the business of ``Documents``.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.wording import count


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What a document shows that its file does not hold.

    Attributes
    ----------
    title
        What the document is called.
    is_edited
        Whether its values differ from those in its file.
    typed
        How many typed texts are no values of their fields; no file ever holds them.
    """

    title: str
    is_edited: bool
    typed: int

    @property
    def is_anything(self) -> bool:
        """Whether something would be lost."""
        return self.is_edited or self.typed > 0

    @property
    def heading(self) -> str:
        """What the question is about."""
        return "Unsaved changes" if self.is_edited else "Typed values not taken over"

    @property
    def question(self) -> str:
        """What is asked before the document is left."""
        if self.is_edited:
            return f"Save the changes in {self.title}?"
        return f"{not_taken_over(self.typed)}. Save {self.title} without {self._them}?"

    @property
    def explanation(self) -> str:
        """What becomes of it, answer by answer."""
        changes = "Without saving, they are lost." if self.is_edited else ""
        if not self.typed:
            return changes
        typed = f"Saving does not keep {self._them}. Cancel to put {self._them} right: {self._place}."
        return f"{changes}\n\n{not_taken_over(self.typed)}. {typed}" if changes else typed

    @property
    def still_here(self) -> str:
        """What goes if the file is read again."""
        changes = "Your unsaved changes" if self.is_edited else ""
        typed = count(self.typed, "typed value") + " not taken over" if self.typed else ""
        kept = " and ".join(filter(None, (changes, typed)))
        verb = "is" if not self.is_edited and self.typed == 1 else "are"
        return f"{kept} {verb} still here." if kept else ""

    @property
    def _them(self) -> str:
        return "it" if self.typed == 1 else "them"

    @property
    def _place(self) -> str:
        cells = "the cell is red" if self.typed == 1 else "the cells are red"
        return f"{cells}, and Problems (F8) leads to {self._them}"


def not_taken_over(typed: int) -> str:
    """``2 typed values were not taken over``."""
    return f"{count(typed, 'typed value')} {'was' if typed == 1 else 'were'} not taken over"


def done_without(done: str, typed: int, where: str = "the file") -> str:
    """What was written, and that typed texts are not in it: ``Saved plan.foliocast; 1 typed value ...``."""
    if not typed:
        return done
    return f"{done}; {not_taken_over(typed)} and {'is' if typed == 1 else 'are'} not in {where}"
