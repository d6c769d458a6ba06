"""The host names of the demo: the county's own, and the outside world under `.example`."""

from __future__ import annotations

ZONE = "qinglan-demo.gov.cn"
WWW = f"www.{ZONE}"
RSJ = f"rsj.{ZONE}"
HOME = f"http://{WWW}/"

CITY = "www.lanjiang-city.example"
PROVINCE = "www.linlan-province.example"
NEWS = "www.qinglan-news.example"
COLLEGE = "www.lanjiang-college.example"
CONAC = "bszs.conac.example"
BEIAN = "beian.miit.example"
POLICE = "beian.mps.example"
MISTAKES = "zfwzgl.gov.example"
TAX = "tax.linlan-province.example"  # behind a script challenge
SERVICE = "zwfw.linlan-province.example"  # lets known browsers in only
PARKED = "www.qinglan-tea.example"  # the name is for sale
REFUSED = "exam.lanjiang-city.example"  # nothing listens there
DEAD = "www.qinglan-smart.example"  # the name does not exist
SILENT = "gis.lanjiang-city.example"  # accepts and never answers; off unless asked for

ALIVE = {
    CITY: "澜江市人民政府",
    PROVINCE: "临澜省人民政府",
    NEWS: "青岚新闻网",
    COLLEGE: "澜江学院",
    CONAC: "党政机关网站标识管理",
    BEIAN: "备案管理系统",
    POLICE: "互联网安全管理服务平台",
    MISTAKES: "政府网站找错",
}
