"""Read one file in this process, whatever it is: the part of `read_attachment` that handles strangers' bytes.

Raises nothing but what no limit here can hold: the process may run out of time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from checker.facts.attachments.archive import Archive, Encrypted, Refused, TooLarge
from checker.facts.attachments.doc import read_doc
from checker.facts.attachments.docx import read_docx
from checker.facts.attachments.kinds import kind_of
from checker.facts.attachments.limits import DEFAULT, Limits
from checker.facts.attachments.model import Attachment, Kind, Note, State
from checker.facts.attachments.ofd import read_ofd
from checker.facts.attachments.parts import Parts
from checker.facts.attachments.pdf import read_pdf
from checker.facts.attachments.plain_text import read_text
from checker.facts.attachments.ppt import read_ppt
from checker.facts.attachments.pptx import read_pptx
from checker.facts.attachments.rtf import read_rtf
from checker.facts.attachments.web import read_excel_xml, read_html, read_mhtml, read_word_xml
from checker.facts.attachments.word_binary import Unreadable
from checker.facts.attachments.xls import read_xls
from checker.facts.attachments.xlsx import read_xlsx

_Opened = Callable[[Archive, Parts], bool | None]
_Plain = Callable[[bytes, Parts], bool | Kind | None]
_ARCHIVED: dict[Kind, _Opened] = {
    Kind.DOCX: read_docx,
    Kind.XLSX: read_xlsx,
    Kind.PPTX: read_pptx,
    Kind.OFD: read_ofd,
}
_BYTES: dict[Kind, _Plain] = {
    Kind.PDF: read_pdf,
    Kind.DOC: read_doc,
    Kind.XLS: read_xls,
    Kind.PPT: read_ppt,
    Kind.RTF: read_rtf,
    Kind.TXT: read_text,
    Kind.HTML: read_html,
    Kind.MHTML: read_mhtml,
    Kind.WORD_XML: read_word_xml,
    Kind.EXCEL_XML: read_excel_xml,
}
_WHY = {
    Kind.RAR: "RAR 压缩包，不解压",
    Kind.SEVEN_ZIP: "7z 压缩包，不解压",
    Kind.GZIP: "gzip 压缩包，不解压",
    Kind.ODF: "OpenDocument 文件，未支持",
    Kind.OFFICE: "未知的 Office 文件",
    Kind.UNKNOWN: "未知的文件类型",
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """Files of an archive that are left alone, with why; `kind` and `inner` are told what comes next."""

    why: Mapping[int, str] = field(default_factory=dict)
    kind: Callable[[Kind], object] = lambda _: None
    inner: Callable[[int], object] = lambda _: None


def read_here(
    body: bytes,
    name: str = "",
    *,
    cut: bool = False,
    limits: Limits = DEFAULT,
    skipped: Skipped | None = None,
) -> Attachment:
    """Read a file.  `cut` says that `body` is only the beginning of it."""
    return _read(body, name, cut=cut, limits=limits, skipped=skipped or Skipped())


def _read(
    body: bytes, name: str, *, cut: bool, limits: Limits, skipped: Skipped | None
) -> Attachment:
    """Read a file; without `skipped` it comes out of an archive."""
    kind = kind_of(body, limits)
    if skipped:
        skipped.kind(kind)
    if kind is Kind.EMPTY:
        return Attachment(name, kind, State.EMPTY)
    if len(body) > limits.body:
        return _refused(name, kind, State.TOO_LARGE, f"文件超过{limits.body // 1_000_000}MB，未读")
    if kind is Kind.LOCKED:
        return _refused(name, kind, State.ENCRYPTED, "已加密，打不开")
    if kind is Kind.IMAGE:
        return _refused(name, kind, State.IMAGE_ONLY, "图片，没有文字")
    if kind is Kind.ZIP:
        return _guarded(lambda: _read_zip(body, name, limits, skipped), name, kind, cut=cut)
    if kind not in _ARCHIVED and kind not in _BYTES:
        return _refused(name, kind, State.UNSUPPORTED, _WHY.get(kind, "未支持的文件类型"))
    return _guarded(lambda: _read_document(body, name, kind, limits, cut=cut), name, kind, cut=cut)


def _refused(name: str, kind: Kind, state: State, why: str) -> Attachment:
    return Attachment(name, kind, state, notes=(Note("全文", why),))


def _guarded(read: Callable[[], Attachment], name: str, kind: Kind, *, cut: bool) -> Attachment:
    """Whatever a broken or hostile file does to its reader becomes a state."""
    try:
        return read()
    except Encrypted:
        return _refused(name, kind, State.ENCRYPTED, "已加密，打不开")
    except TooLarge:
        return _refused(name, kind, State.TOO_LARGE, "解压后超过读取上限，未读")
    except Refused:
        return _refused(name, kind, State.TOO_LARGE, "XML 中声明了实体，按可疑文件处理，未读")
    except MemoryError:
        return _refused(name, kind, State.TOO_LARGE, "占用内存超过上限，未读")
    except Unreadable as error:
        return _refused(name, kind, State.UNSUPPORTED, str(error))
    except Exception as error:  # noqa: BLE001 - every library fails in its own ways; none may end a run
        if cut:
            return _refused(name, kind, State.CUT, "只取到文件的前一部分，打不开")
        return _refused(name, kind, State.DAMAGED, f"打不开（{type(error).__name__}）")


def _read_document(body: bytes, name: str, kind: Kind, limits: Limits, *, cut: bool) -> Attachment:
    parts = Parts(limits)
    archive = None
    answer: bool | Kind | None
    if kind in _ARCHIVED:
        archive = Archive(body, limits)
        answer = _ARCHIVED[kind](archive, parts)
        for part in sorted(archive.broken):
            parts.note(part, "部件损坏，读不出")
        for part in sorted(archive.cut):
            parts.note(part, "部件超过读取上限，只读了前一部分")
    else:
        answer = _BYTES[kind](body, parts)
    if cut:
        parts.note("全文", "只取到文件的前一部分")
    state = State.PARTIAL if parts.notes else State.READ
    if answer is True:
        state = State.IMAGE_ONLY
    elif parts.empty and not parts.notes:
        pictured = archive is not None and any(_is_picture(part) for part in archive.names)
        state = State.IMAGE_ONLY if pictured else State.EMPTY
    return Attachment(
        name,
        answer if isinstance(answer, Kind) else kind,
        state,
        tuple(parts.passages),
        tuple(parts.tables),
        parts.metadata,
        parts.pages,
        notes=tuple(parts.notes),
    )


def _is_picture(name: str) -> bool:
    return "/media/" in name.lower() or name.lower().endswith((".png", ".jpg", ".jpeg", ".jb2"))


def _read_zip(body: bytes, name: str, limits: Limits, skipped: Skipped | None) -> Attachment:
    """List an archive, and read the files in it, but no archives within archives."""
    archive = Archive(body, limits)
    members = archive.names
    notes: list[Note] = []
    inner: list[Attachment] = []
    if skipped is None:
        notes.append(Note(name or "压缩包", "压缩包中的压缩包，只列出文件名"))
        return Attachment(name, Kind.ZIP, State.PARTIAL, members=members, notes=tuple(notes))
    each = replace(
        limits,
        characters=max(limits.characters // 4, 1),
        places=max(limits.places // 4, 1),
        unpacked=max(limits.unpacked // 4, 1),
    )
    for count, (key, member) in enumerate(archive.files()):
        if count >= limits.inner:
            notes.append(Note(f"第{limits.inner + 1}个文件起", "文件数超过读取上限，只列出文件名"))
            break
        if count in skipped.why:
            inner.append(_refused(member, Kind.UNKNOWN, State.TOO_LARGE, skipped.why[count]))
            continue
        skipped.inner(count)
        inner.append(_member(archive, key, member, each))
    unread = [one for one in inner if one.state not in {State.READ, State.EMPTY}]
    notes += [
        Note(one.name, one.notes[0].why if one.notes else one.state.value) for one in unread[:50]
    ]
    encrypted = bool(inner) and all(one.state is State.ENCRYPTED for one in inner)
    state = State.ENCRYPTED if encrypted else State.PARTIAL if notes else State.READ
    return Attachment(
        name, Kind.ZIP, state, members=members, inner=tuple(inner), notes=tuple(notes)
    )


def _member(archive: Archive, key: str, name: str, limits: Limits) -> Attachment:
    """Read one file of an archive; what cannot be unpacked is no reason to leave the others."""

    def read() -> Attachment:
        data = archive.read(key)
        return _read(data, name, cut=key in archive.cut, limits=limits, skipped=None)

    return _guarded(read, name, Kind.UNKNOWN, cut=False)
