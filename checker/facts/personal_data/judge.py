"""Judge one number in its text: whose it is, and how sure that is.  The plain value stays in here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from checker.facts.personal_data import context, numbers
from checker.facts.personal_data.model import Kind, Strength
from checker.facts.personal_data.persons import is_office, name_after, name_before
from checker.facts.personal_data.tokens import Token

_CHILD = 2008
_NAME_REACH = 30
_RECORD_REACH = 40
_OFFICE_REACH = 12
_ID_LENGTH, _OLD_LENGTH, _DISABILITY_LENGTH, _STUDENT_LENGTH = 18, 15, 20, 19
_DISABILITY_TAIL = re.compile(r"[1-7][1-4]")
_PUPIL = re.compile(r"学籍|学号")
_LABELLED = {"id": "，标注为身份证号", "disability": "，标注为残疾人证号"}
_PASSPORT = re.compile(r"(?:[EGDSP]\d{8}|E[A-HJ-NP-Z]\d{7})")
_SEPARATORS = frozenset(" \t\n:：,，、()（）-—|/")
_LABEL_REACH = 14
_PLAIN_LABEL = re.compile(
    r"(?:(?:居民)?(?:身份证|证件)(?:号码|号)?|手机(?:号码|号)?|(?:联系|移动)?电话(?:号码)?|联系方式|号码|[男女]性?|\d{1,3}岁|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:出?生)?|[汉回满壮苗彝]族|为|是|tel|TEL)$"
)
_PUBLIC_ACCOUNT = re.compile(
    r"收款单位|开户单位|对公|基本户|专户|保证金|缴款|缴费|缴纳|捐赠|捐款|汇款|财政|国库|税务|招标|投标|公司|局|中心|村委会|医院|学校"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a number is; `names` are the spans of names beside it, for masking."""

    kind: Kind
    strength: Strength
    why: str
    names: tuple[tuple[int, int], ...] = ()


def judge(text: str, token: Token, label: str = "") -> Judgement | None:
    """Judge a run of characters.  `label` is what a form or a table's header says beside it."""
    # Labels are spread with blanks ("身 份 证 号").
    said = f"{label} {''.join(context.before(text, token.start).split())}"
    value = token.value.upper()
    for reading in (_resident, _longer, _old, _card, _passport, _mobile):
        found = reading(text, token, value, said)
        if found is not None:
            return found
    return None


def beside_id(text: str, token: Token, owner: Token) -> Judgement | None:
    """A mobile soon behind a person's ID, in the same sentence, is that person's."""
    if not numbers.is_mobile(token.value) or not 0 <= token.start - owner.end <= _RECORD_REACH:
        return None
    between = text[owner.end : token.start]
    if context.last_label(between) == "other" or context.OFFICIAL.search(between):
        return None
    if between != context.before(text, token.start, len(between)):
        return None
    return Judgement(Kind.MOBILE, Strength.LIKELY, "同一句中在身份证号之后")


def _beside(text: str, token: Token) -> tuple[tuple[int, int], ...]:
    """Names within reach of the number, before it or behind it."""
    found: list[tuple[int, int]] = []
    end = _back(text, token.start)
    # Step back over what links a name to its number: "张三，男，身份证号："
    while token.start - end <= _NAME_REACH:
        name = name_before(text, end)
        if name:
            found.append(name)
            break
        label = _PLAIN_LABEL.search(text[max(0, end - _LABEL_REACH) : end])
        if label is None:
            break
        end = _back(text, end - len(label.group()))
    name = name_after(text, _on(text, token.end))
    return (*found, name) if name else tuple(found)


def _back(text: str, end: int) -> int:
    """Where the text ends when the separators before `end` are left out."""
    while end > 0 and text[end - 1] in _SEPARATORS:
        end -= 1
    return end


def _on(text: str, start: int) -> int:
    """Where the text goes on when the separators behind `start` are left out."""
    while start < len(text) and text[start] in _SEPARATORS:
        start += 1
    return start


def _after_office(text: str, start: int) -> bool:
    """The name of an office or a firm stands before `start`."""
    end = _back(text, start)
    return is_office(text[max(0, end - _OFFICE_REACH) : end])


def _resident(text: str, token: Token, value: str, said: str) -> Judgement | None:
    if len(value) != _ID_LENGTH:
        return None
    born = numbers.resident_birth(value)
    if born is None:
        return None
    label = context.last_label(said)
    if label == "other" or (label != "id" and numbers.is_credit_code(value)):
        return None
    names = _beside(text, token)
    beside = _LABELLED.get(label, "，姓名旁" if names else "")
    why = f"校验位、出生日期、地区均有效{beside}"
    return Judgement(Kind.RESIDENT_ID, _strength(born, sure=bool(beside)), why, names)


def _longer(text: str, token: Token, value: str, said: str) -> Judgement | None:
    """Numbers that hold a resident ID: a disability card's, a pupil's."""
    disability = len(value) == _DISABILITY_LENGTH and _DISABILITY_TAIL.fullmatch(value[_ID_LENGTH:])
    pupil = len(value) == _STUDENT_LENGTH and value[0] in "GL"
    if not (disability or pupil):
        return None
    born = numbers.resident_birth(value[1:] if pupil else value[:_ID_LENGTH])
    label = context.last_label(said)
    enrolled = pupil and _PUPIL.search(said) is not None
    if born is None or (label == "other" and not enrolled):
        return None
    names = _beside(text, token)
    sure = enrolled or label in _LABELLED or bool(names)
    kind, digits = (Kind.STUDENT_ID, "后") if pupil else (Kind.DISABILITY_ID, "前")
    return Judgement(kind, _strength(born, sure=sure), f"{digits}18位是有效的身份证号", names)


def _strength(born: date, *, sure: bool) -> Strength:
    """How sure an ID is by its own arithmetic; `sure`: a label or a name beside it says so, too.

    Codes of region, day and serial number look like IDs of children; one in eleven has the check digit.
    """
    if sure:
        return Strength.STRONG
    return Strength.DOUBTFUL if born.year >= _CHILD else Strength.LIKELY


def _old(text: str, token: Token, value: str, said: str) -> Judgement | None:
    if len(value) != _OLD_LENGTH or context.last_label(said) != "id":
        return None
    if numbers.old_birth(value) is None:
        return None
    return Judgement(
        Kind.OLD_ID, Strength.STRONG, "15位、出生日期有效，标注为身份证号", _beside(text, token)
    )


def _card(text: str, token: Token, value: str, said: str) -> Judgement | None:
    if not numbers.is_card(value):
        return None
    label = context.last_label(said)
    if label in {"other", "id"}:
        return None
    names = _beside(text, token)
    if _PUBLIC_ACCOUNT.search(said) and not context.PERSONAL.search(said):
        if not names:
            return None
        return Judgement(Kind.BANK_CARD, Strength.DOUBTFUL, "姓名旁，也涉及单位", names)
    if label == "card":
        strength = Strength.STRONG if names else Strength.LIKELY
        return Judgement(Kind.BANK_CARD, strength, "发卡行号段与校验位有效，标注为银行卡号", names)
    if names:
        return Judgement(Kind.BANK_CARD, Strength.LIKELY, "发卡行号段与校验位有效，姓名旁", names)
    return Judgement(Kind.BANK_CARD, Strength.DOUBTFUL, "发卡行号段与校验位有效，没有标注", names)


def _passport(text: str, token: Token, value: str, said: str) -> Judgement | None:
    if context.last_label(said) != "passport" or not _PASSPORT.fullmatch(value):
        return None
    return Judgement(Kind.PASSPORT, Strength.LIKELY, "标注为护照号码", _beside(text, token))


def _mobile(text: str, token: Token, value: str, said: str) -> Judgement | None:
    if not numbers.is_mobile(value):
        return None
    label = context.last_label(said)
    if label in {"other", "card"} and not context.MOBILE_LABEL.search(said[-8:]):
        return None
    names = _beside(text, token)
    if not names:
        return None
    around = said + context.after(text, token.end)
    if context.OFFICIAL.search(around) or _after_office(text, names[0][0]):
        return None
    personal = context.PERSONAL.search(around)
    if personal:
        return Judgement(Kind.MOBILE, Strength.STRONG, f"姓名旁，涉及“{personal.group()}”", names)
    if re.search(r"联系电话|联系方式|(?<!移动)电话", said):
        return Judgement(Kind.MOBILE, Strength.DOUBTFUL, "姓名旁，标注为联系电话", names)
    return Judgement(Kind.MOBILE, Strength.LIKELY, "姓名旁", names)
