"""Scan tables: a column of IDs, cards or mobiles beside names tells more than one number does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from checker.facts.personal_data import context, numbers
from checker.facts.personal_data.collect import Collector
from checker.facts.personal_data.judge import Judgement, judge
from checker.facts.personal_data.masking import mask_numbers, masked
from checker.facts.personal_data.model import Column, Kind, Place, Strength
from checker.facts.personal_data.persons import is_name, is_organisation
from checker.facts.personal_data.tokens import MASKS, Token, clean
from checker.facts.personal_data.weak_masks import is_masked
from checker.facts.tables import Table

MANY = 3
_HEAD = 8
_LONGEST_HEAD = 40
_SAMPLE = 200
_MOSTLY = 0.6
_NUMBER = re.compile(rf"[0-9GL][0-9 \-\n]{{9,40}}[0-9Xx]|[0-9]{{2,17}}[0-9{MASKS}xX\s]{{4,20}}")
_ACCOUNT = re.compile(r"\d{12,21}")
_NAMES = re.compile(
    r"姓名|名字|户主|申请人|家长|领款人|收款人|受助人|学生|考生|患者|当事人|业主|承租人|持卡人|被保险人|对象|人员|承包方|农户"
)
_NO_NAMES = re.compile(r"单位|项目|企业|公司|机构|开户|银行|地址|名称|[村镇乡]$")
_OFFICES = re.compile(
    r"职务|职称|科室|部门|岗位|值班|负责人|联系人|责任人|承办|经办|河长|网格|驻村|包保|包联|林长|办公|单位名称|机构名称|企业名称|公司名称|"
    r"单位全称|店名|经营|药店|诊所|学校名称|医院|网点|窗口|服务内容|服务时间|项目名称|专业领域|律师|执业|辖区|警务|"
    r"特派员|调解员|书记|主任|站点|点位|接种|采样|供应商|法定代表"
)
_SUBJECTS = re.compile(
    r"身份证|证件|户主|低保|特困|五保|补助|补贴|救助|金额|残疾|性别|出生|年龄|家庭|住址|病|学生|家长|监护|准考证|成绩|总分|贫困|脱贫|受助|"
    r"购房|中签|摇号|班级|录取|体检|民族|籍贯|户籍|保障|优抚|面积|亩|退役|应发|实发"
)
_UNITS = re.compile(r"单位|学校|机构")
_CONTACTS = re.compile(
    r"通讯录|值班|联系方式|联系电话表|电话一览|电话表|咨询|名录|服务指南|办公电话|联络|责任人|河长|网格|公示牌|领导"
)
_OFFICE_PHONE = re.compile(
    r"办公|咨询|值班|监督|服务|热线|举报|投诉|传真|负责人|联系人|责任人|单位|预约|受理|座机|固定|企业|公司"
)
_OWN_PHONE = re.compile(r"手机|移动电话|本人电话|^$")
_MOBILES = re.compile(r"手机|电话|联系方式|联系号码|^号码$|^$")
_CARDS = re.compile(r"卡号|账号|帐号|一卡通|社保卡|存折")


@dataclass(slots=True)
class _Found:
    """The plain numbers of one column."""

    column: int
    tokens: list[tuple[int, Token]] = field(default_factory=list)  # row, value


def scan_table(table: Table, source: str, collector: Collector) -> None:
    """Scan a table; `source` says which one it is."""
    columns = _numbers(table, collector, source)
    done: set[int] = set()
    for found in columns:
        header = _header(table, found)
        decided = _decide(table, found, header)
        if decided is None:
            continue
        done.add(found.column)
        head = mask_numbers(header)
        sure: list[Kind] = []
        for row, token in found.tokens:
            judged = decided(token)
            if judged is not None:
                place = _place(table, source, row, found.column)
                said = f"{head or '（无表头）'}：{masked(token.value.upper())}"
                collector.add(token.value, token, judged, place, said)
                if judged.strength is not Strength.DOUBTFUL:
                    sure.append(judged.kind)
        if len(sure) >= MANY:
            place = _place(table, source, found.tokens[0][0], found.column)
            collector.columns.append(Column(sure[0], head, len(sure), place))
    for row in range(len(table.rows)):
        _scan_row(table, row, done, source, collector)


def _numbers(table: Table, collector: Collector, source: str) -> list[_Found]:
    """The columns that hold cells which are one long number and nothing else."""
    found: dict[int, _Found] = {}
    for cell in table.cells():
        text = clean(cell.text)
        if len(text) > 60 or not _NUMBER.fullmatch(text.strip()):  # noqa: PLR2004 - no number is longer
            continue
        value = re.sub(r"[\s\-]", "", text)
        token = Token(value, 0, len(value))
        if is_masked(value):
            collector.weak_token(token, _place(table, source, cell.row, cell.column))
        else:
            found.setdefault(cell.column, _Found(cell.column)).tokens.append((cell.row, token))
    return list(found.values())


def _header(table: Table, found: _Found) -> str:
    """What stands over the numbers: the table's own header, or short words above the first one."""
    label = table.label(found.column)
    first = min(row for row, _ in found.tokens)
    above = [
        text
        for row in range(max(0, first - _HEAD), first)
        if 0 < len(text := table.text(row, found.column)) <= _LONGEST_HEAD
        and not clean(text).strip().isdecimal()
    ]
    words = dict.fromkeys(_compact(text) for text in [label, *above] if text)
    return " ".join(words)[:60]


class _Decision:
    """How the numbers of a column are to be taken; calling it judges one of them."""

    def __init__(
        self,
        table: Table,
        found: _Found,
        header: str,
        names: int | None,
        *,
        official: bool,
        personal: bool,
    ) -> None:
        self.header, self.names = header, names
        values = [token.value.upper() for _, token in found.tokens]
        self.mobiles = sum(map(numbers.is_mobile, values))
        self.numbers = len(values) - self.mobiles
        self.ids = sum(numbers.resident_birth(value[:18]) is not None for value in values)
        self.official, self.personal = official, personal
        self.units = any(_UNITS.search(_words(table, column)) for column in range(table.width))
        self.is_account = bool(context.CARD_LABEL.search(header))
        self.is_id = bool(
            context.ID_LABEL.search(header) or context.DISABILITY_LABEL.search(header)
        )
        self.other = bool(context.OTHER_LABEL.search(header)) and not (
            self.is_id or self.is_account
        )

    def __call__(self, token: Token) -> Judgement | None:
        value = token.value.upper()
        if numbers.is_mobile(value):
            return self._mobile(self.mobiles)
        if self.other:
            return None
        if self.is_account:
            return self._account(value, self.numbers)
        judged = judge(value, token, self.header)
        if judged is None or judged.kind in {Kind.MOBILE, Kind.BANK_CARD}:
            return self._card(judged, self.numbers)
        if judged.strength is Strength.STRONG or self.is_id:
            return judged
        if self.ids < self.numbers * _MOSTLY:  # serial numbers, of which some pass by chance
            return replace(judged, strength=Strength.DOUBTFUL)
        if self.names is not None or self.ids >= MANY:
            return Judgement(judged.kind, Strength.STRONG, f"{judged.why}，表中共{self.ids}个")
        return judged

    def _card(self, judged: Judgement | None, count: int) -> Judgement | None:
        if judged is None or judged.kind is not Kind.BANK_CARD:
            return None
        if self.names is None:
            return judged
        strength = Strength.STRONG if count >= MANY else Strength.LIKELY
        return Judgement(Kind.BANK_CARD, strength, "发卡行号段与校验位有效，与姓名同表")

    def _account(self, value: str, count: int) -> Judgement | None:
        if self.names is None or not _ACCOUNT.fullmatch(value) or self.official_account:
            return None
        kind = Kind.BANK_CARD if numbers.is_card(value) else Kind.ACCOUNT
        if count >= MANY or kind is Kind.BANK_CARD:
            strength = Strength.STRONG if count >= MANY else Strength.LIKELY
            return Judgement(kind, strength, f"账号列与姓名列同表，共{count}个")
        return Judgement(kind, Strength.DOUBTFUL, "账号列与姓名列同表")

    @property
    def official_account(self) -> bool:
        """The accounts are those of offices and firms."""
        return self.official and not self.personal

    def _mobile(self, count: int) -> Judgement | None:
        if self.names is None or self.is_account or _OFFICE_PHONE.search(self.header):
            return None
        if self.other or not _MOBILES.search(self.header):
            return None
        if self.official:
            if not self.personal:
                return None
            return Judgement(Kind.MOBILE, Strength.DOUBTFUL, "与姓名同表，表中也有单位或职务")
        if self.personal:
            strength = Strength.STRONG if count >= MANY else Strength.LIKELY
            return Judgement(Kind.MOBILE, strength, f"与姓名及个人情况同表，共{count}个")
        # Nobody is known to be an office's contact, nor anything else of them.
        if count >= MANY and _OWN_PHONE.search(self.header) and not self.units:
            return Judgement(Kind.MOBILE, Strength.STRONG, f"与姓名同表，共{count}个")
        return Judgement(Kind.MOBILE, Strength.DOUBTFUL, "与姓名同表")


def _decide(table: Table, found: _Found, header: str) -> _Decision | None:
    """Decide about a column by its header, the other headers, and the names beside it.

    None leaves the numbers to the rule for texts, row by row: forms with a label before each value.
    """
    heads = [_words(table, column) for column in range(table.width)]
    names = _names_column(table, found, heads)
    if not any(heads) and names is None:
        return None
    whose = heads[names] if names is not None else ""
    others = " ".join(h for column, h in enumerate(heads) if column != found.column)
    caption = f"{table.caption} {table.name}"
    official = bool(
        _OFFICES.search(others)
        or _CONTACTS.search(caption)
        or re.search(r"责任人|负责人|联系人", whose)
    )
    personal = bool(_SUBJECTS.search(f"{others} {caption}"))
    if names is None and not (context.ID_LABEL.search(header) or len(found.tokens) >= MANY):
        return None
    personal = personal or (bool(_CARDS.search(others)) and not official)
    return _Decision(table, found, header, names, official=official, personal=personal)


def _words(table: Table, column: int) -> str:
    """The header of a column; in tables without one, short words of its first rows."""
    if table.header_rows:
        return _compact(table.label(column))[:120]
    texts = [table.text(row, column) for row in range(min(2, len(table.rows)))]
    return " ".join(t for t in texts if 0 < len(t) <= 12 and not is_name(t) and not t.isdecimal())  # noqa: PLR2004 - a heading


def _compact(header: str) -> str:
    """A header without the blanks and breaks that spread it ("编 号")."""
    return "".join(header.split())


def _names_column(table: Table, found: _Found, heads: list[str]) -> int | None:
    """The nearest column, to the left first, that holds names of persons."""
    rows = [row for row, _ in found.tokens][:_SAMPLE]
    order: list[int] = [*range(found.column - 1, -1, -1), *range(found.column + 1, table.width)]
    for column in order:
        texts = [text for row in rows if (text := table.text(row, column))]
        if not texts or _NO_NAMES.search(heads[column]):
            continue
        named = sum(is_name(text.replace("\n", "")) for text in texts)
        masked_names = sum("*" in text or "某" in text for text in texts)
        said = bool(_NAMES.search(heads[column]))
        firms = sum(is_organisation(text) for text in texts)
        if firms * 2 > len(texts):
            continue
        share = (named + (masked_names if said else 0)) / len(texts)
        if share >= (_MOSTLY / 2 if said else _MOSTLY):
            return column
    return None


def _scan_row(table: Table, row: int, done: set[int], source: str, collector: Collector) -> None:
    """Read what is left of a row as a text, cell after cell."""
    cells = [
        cell
        for cell in table.row_cells(row)
        if cell.row == row and cell.column not in done and cell.text
    ]
    if not any(len(cell.text) > 9 for cell in cells):  # noqa: PLR2004 - shorter than any number
        return
    hidden = any(table.is_hidden(row, cell.column) for cell in cells)
    text = " | ".join(" ".join(cell.text.split()) for cell in cells)
    place = Place(source, table.row_number(row), cells[0].column + 1, hidden)
    collector.text(text, place)


def _place(table: Table, source: str, row: int, column: int) -> Place:
    return Place(source, table.row_number(row), column + 1, table.is_hidden(row, column))
