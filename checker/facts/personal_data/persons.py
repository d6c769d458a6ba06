"""Recognise what looks like a person's name, by surname, length and what stands around it."""

from __future__ import annotations

import re

_SURNAMES = (
    "傅萧阎王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂成苗谷盛曲翁冉骆蓝路游辛靳柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆农司卓古吉缪简车连芦麦褚娄窦戚岑景宫"
    "费卜冷晏卫米柏瞿桂佟应臧闵苟邬边卞姬师仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池麻苑迟邝谈匡"
    "鞠惠荆乐冀郁胥南储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘厉伊仝郜海阚花帅屠豆朴廉禹井祖漆巴丰卿狄平"
    "宣晋云敬扈晁芮普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭宿鲜逯隆茹战慕危玉亢嵇哈湛宾戎茅"
)
_COMPOUND = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|司徒|慕容|夏侯|端木|南宫|独孤|长孙|宇文|呼延|东郭|百里|"
    "公羊|赫连|澹台|申屠|太史|钟离|轩辕|闻人|濮阳|太叔|仲孙|鲜于|司空|闾丘"
)
# Words that begin like a name.
_WORDS = frozenset(
    word
    for line in (
        "于是 关于 由于 高度 高级 高中 高校 高新 高速 方便 方案 方式 方法 方向",
        "金额 金融 许可 任务 任何 任职 成功 成立 成员 成果 成本 安全 安排 安置",
        "安装 文件 文化 文明 文号 应急 应当 应该 管理 管道 解决 解释 解读 解除",
        "符合 易地 常见 明确 明细 云南 海关 海南 水利 通知 通过 计划 计算 花园",
        "全部 全体 全县 全市 全年 全国 国家 国务 党员 党委 党组 党政 党支 单位",
        "单元 项目 时间 时限 时效 万元 万亩 江苏 江西 江南 黄河 黄金 平方 平台",
        "平均 平安 华东 温度 白天 石材 石油 车辆 车牌 车位 车间 包括 包含 边界",
        "路线 路段 路口 公安 公司 公开 公示 公告 公共 公里 公民 公章 毕业 祝贺",
        "左右 古代 余额 余款 双方 向阳 房屋 房产 房地 陆续 曾经 满意 满足 都是",
        "景区 连接 连续 甘肃 宁夏 武汉 水库 岳阳 麻烦 程序 梁山 苏州 温州 福州",
        "杭州 常州 郑州 徐州 广州 利用 利息 利率 相关 相应 相同 来源 来信 来电",
        "来访 原因 原则 原件 原告 支持 支付 支出 区域 区县 位置 权利 权益 权限",
        "强化 强制 海域 宿舍 印章 战略 修改 修订 修建 容易 和平 和谐 查询 查看",
        "查处 查验 封闭 封面 官方 官网 南京 南方 班级 班次 储备 师范 师生 商业",
        "商务 商品 荣誉 池塘 位于 初中 初步 初审 门诊 门户 门店 索引 宣传 乐园",
        "惠民 惠农 官员 明年 能力 阳光 农村 农业 农民 农户 农田 司法 司机 简介",
        "简易 游客 成交 成绩 司长 路灯 阳历 荆州 盛会 季度 甘蔗 纪委 纪念 章程",
        "章节 颜色 温馨 康复 施工 施行 牛羊 安徽 齐全 华侨 全省 全额 全程 全镇",
        "全村 田地 田间 林业 林地 林场 马路 马上 何时 何地 罗列 唐山 叶片 石料",
        "金属 金牌 白酒 江河 龙头 史料 毛重 毛坯 严格 严重 武装 莫名 孔径 汤料",
        "申请 申报 申领 申诉 申办 申论 盖章 强调 公交 公办 公益 公路 公园 公布",
        "公证 利民 那么 那里 相机 位数 国有 国内 国土 国税 平米 计生 计量 都市",
        "普通 普查 普法 支行 支部 支队 支农 区间 区别 满分 广告 经办 手机 电话",
        "关切 卫生 范围 安备 武安 关键 关闭 杜绝 应用 任免 关注 文成 文本 文章",
        "简体 谈会 高标 尚未 宁波 宣讲 劳务 费用 修正 冷链 简单 惠企 安溪 严禁",
        "高质 关系 丰富 成效 解答 顾问 解析 海峡 文档 宾馆 农产 廉洁 高效 简明",
        "严控 文字 关方 文旅 南平 龙岩 金华 白云 吉林 关怀 安化 应更 成文 高频",
        "方针 危害 严谨 应予 尤其 平稳 蓝天 雷霆 简洁 宁德 修业 危机 成品 应登",
        "萧山 劳动 平谷 海淀 房山 石景 蒙古 龙江 宋体 关联 康委 卫健 高考 云季",
        "解难 付息 单一 明知 方可 仇恨 明示 纪律 严肃 严明 关心 明晰 齐抓 云直",
        "苗头 楼宇 关政 易制 路径 谈判 易会 平衡 文物 黄岩 温岭 海宁 余杭 乐清",
        "贺新 简况 简报 单击 严峻 武器 原料 皮毛 皮革 解放 廉政 江陵 石首 沈阳",
        "成都 楚雄 玉溪 曲靖 普洱 董事 原创 许昌 宣教 高奖 惠安 晋江 南安 丰泽",
        "石狮 连心 任意 连冠 范指 费保 费金 费标 费情 费目 施方 施情 施细 施步",
        "施进 平潭 任单 任会 任委 任分 任追 任到 任编 史规 史主 成人 成建 成年",
        "成票 成答 关部 关文 关法 关规 关信 关情 关单 关工 关业 关职 关编 关机",
        "关标 关附 关解 关阅 关停 关爱 冷库 应为 应及 应制 应发 应差 应机 应付",
        "应交 应缴 应收 文机 文日 文版 单服 单科 单咨 云服 云平 云展 云办 云计",
        "白名 白栏 包工 包推 包干 谈记 许多 花费 向社 向本 向基 向申 向作 向公",
        "向外 向工 于进 于印 于我 于晚 程承 程稿 安机 安厅 安局 安保 康局 康科",
        "康发 章专 章库 章业 苗接 苗监 苗使 苗科 易救 易局 易业 丰台 明网 明关",
        "明电 明来 明日 明问 南海 南日 南翼 平按 平合 平贸 金永 金代 金支 金清",
        "金拨 方公 方渠 方来 方米 农林 阿里 辛苦 辛劳 焦点 焦虑 童话 海川 时代",
        "简要 张贴 高端 高潮 高水 高站 高层 成色 成声 付出 付款 燕麦 周岁 周刊",
        "周日 周边 周年 周期 周围 马匹 牛奶 羊毛 鱼类 米粉 麦田 瓜果 柏油 梅雨",
        "柳州 桂林 汤山 池州 滁州 江门 江阴 江山 石家 张家 武警 文艺 文献 文书",
        "方圆 方才 齐心 钱款 金库 鲁迅 黎明 贾汪 温暖 雷电 雷同 龙湾 陆地 陆军",
        "水平 沙滩 安康 余下 余种 丁类 万分 万人 万户 万吨 万只 万头 石板 柴油",
        "麻醉 莫非 喻为 路特 路局",
    )
    for word in line.split()
)
_GIVEN = r"[\u4e00-\u9fff·]"
_NAME = re.compile(rf"(?:(?:{_COMPOUND}){_GIVEN}{{1,2}}|[{_SURNAMES}]{_GIVEN}{{1,2}})")
_ETHNIC = re.compile(r"[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff·]{2,10}")
_ORGANISATION = re.compile(
    r"(?:公司|集团|[局委办厅院校厂店社部站所队馆园场处科室行]|中心|协会|商会|学会|基金会|合作社|银行|医院|学校|幼儿园|"
    r"村委会|居委会|村民委员会|居民委员会|政府|街道|[乡镇村组]|经营部|服务部|超市|工作室|农场|企业)$"
)
_ROLES = (
    "村民|居民|学生|患者|病人|市民|网民|网友|群众|用户|户主|家长|业主|职工|员工|老人|农户|考生|教师|姓名|名字|申请人|"
    "来信人|写信人|当事人|被告人|原告|被告|受助人|领款人|收款人|收件人|持卡人|购房人|投诉人|举报人|死者|伤者|孩子|母亲|父亲|"
    "妻子|丈夫|儿子|女儿|叫|是"
)
_BEFORE = re.compile(rf"(?:^|[^\u4e00-\u9fff]|(?:{_ROLES}))$")
_LONGEST = 4
# What ends words, and hardly ever a name of two characters.
_NO_GIVEN = frozenset(
    "号码量数额价费期次等级类型名称者员长主部处所室组队件项款条点线面地市县区省国家人公某女男工总"
    "的了是在和与及或为于以对从到由按将被把等至止前后上下内外中间时日月年元亩户份位个只台辆套度率法规"
)
_TITLE = re.compile(
    r"(?:医生|老师|主任|同志|先生|女士|师傅|经理|书记|局长|科长|所长|院长|校长|镇长|乡长|县长|队长|大夫|教练|"
    r"小姐|警官|律师|法官|会计|出纳|[区县市省街号巷室])$"
)


def is_name(text: str) -> bool:
    """The whole text reads as a person's name."""
    packed = "".join(text.split()).strip("*")
    if _ETHNIC.fullmatch(packed):
        return True
    if not 1 < len(packed) <= _LONGEST or not _NAME.fullmatch(packed):
        return False
    if len(packed) == 2:  # noqa: PLR2004 - a surname and one more
        return packed not in _WORDS and packed[1] not in _NO_GIVEN
    return not (packed[:2] in _WORDS or _TITLE.search(packed) or is_organisation(packed))


def is_office(text: str) -> bool:
    """The text ends with the name of an office or a firm (a village is none: people live there)."""
    packed = "".join(text.split())
    return bool(_ORGANISATION.search(packed)) and packed[-1:] not in "乡镇村组"


def is_organisation(text: str) -> bool:
    """The text names an office, a company or a place."""
    return bool(_ORGANISATION.search("".join(text.split())))


def name_before(text: str, end: int) -> tuple[int, int] | None:
    """The name that ends at `end`, where a name can begin before it."""
    for length in (3, 2, 4):
        start = end - length
        if start < 0:
            continue
        if is_name(text[start:end]) and _BEFORE.search(text[max(0, start - 4) : start]):
            return start, end
    return None


def name_after(text: str, start: int) -> tuple[int, int] | None:
    """The name that begins at `start`, where something else begins behind it."""
    for length in (3, 2, 4):
        end = start + length
        if end <= len(text) and is_name(text[start:end]) and not _chinese(text[end : end + 1]):
            return start, end
    return None


def _chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" if character else False
