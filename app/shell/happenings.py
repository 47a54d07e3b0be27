"""What happened to the document behind the user's back, and what can be done about it: said in a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.shell.actions import bound
from app.state.recovery import Found

if TYPE_CHECKING:
    from app.pages.welcome import WelcomePage
    from app.shell.documents import Documents
    from app.shell.notice import Notice
    from app.state.files import Files
    from app.state.session import Session


class Happenings(QObject):
    """Tells that another program changed the file, and that unsaved changes of an earlier run were found."""

    def __init__(
        self, session: Session, documents: Documents, files: Files, notice: Notice, welcome: WelcomePage
    ) -> None:
        super().__init__(notice)
        self._session, self._documents, self._notice, self._welcome = session, documents, notice, welcome
        files.changed_on_disk.connect(self._tell_of_disk)
        documents.lost_found.connect(self._offer_lost)

    @Slot()
    def _tell_of_disk(self) -> None:
        kept = self._documents.unsaved.still_here
        self._notice.tell(
            f"Another program changed {self._session.title}. {kept}".strip(),
            (("Reload the file", self._documents.reload), ("Keep what is here", None)),
        )

    @Slot(object)
    def _offer_lost(self, found: list[Found]) -> None:
        if not isinstance(found, list):
            return
        self._welcome.show_found(found)
        ours = [one for one in found if one.path is not None and one.path == self._session.path]
        if ours and self._session.is_open:
            when = ours[0].written_at.astimezone().strftime("%d %b %Y, %H:%M")
            self._notice.tell(
                f"Changes in this plan that were never saved were kept, as of {when}.",
                (
                    ("Recover them", bound(self._documents.recover, ours[0])),
                    ("Discard", bound(self._documents.discard, ours[0])),
                ),
            )
