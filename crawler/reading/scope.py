"""Which URLs belong to the site, and which of them are attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from crawler.reading.urls import absolute, host_of, literal_address, path_of, port_of

# Suffixes under which strangers register names: a site never takes in all of them.
_SHARED = frozenset({"gov.cn", "com.cn", "org.cn", "net.cn", "edu.cn", "cn", "com", "org", "net"})

# Hosts by which one enters any site: the site has the name behind them.
_DOORS = re.compile(r"www\d?|zwgk|xxgk|zfxxgk|zwxxgk|wap|m|mobile|wza|big5|en|english")

ATTACHMENTS = frozenset(
    {
        *(
            "pdf",
            "doc",
            "docx",
            "xls",
            "xlsx",
            "ppt",
            "pptx",
            "wps",
            "et",
            "dps",
            "ofd",
            "rtf",
            "txt",
            "csv",
        ),
        *("zip", "rar", "7z", "tar", "gz", "ceb", "caj"),
    }
)
MEDIA = frozenset(
    {
        *("jpg", "jpeg", "png", "gif", "bmp", "webp", "svg", "ico", "tif", "tiff"),
        *(
            "mp3",
            "mp4",
            "m4a",
            "m4v",
            "avi",
            "wmv",
            "flv",
            "mov",
            "rm",
            "rmvb",
            "wma",
            "wav",
            "m3u8",
        ),
        *("css", "js", "exe", "apk", "msi", "dmg", "swf", "woff", "woff2", "ttf"),
    }
)
_LONGEST = 5  # an ending; what is longer is a name with a dot in it


def extension(url: str) -> str:
    """Return the lower-case file extension of a URL's path, "" where there is none."""
    name = path_of(url).rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem and len(ending) <= _LONGEST else ""


def is_attachment(url: str) -> bool:
    """The URL names a document or an archive."""
    return extension(url) in ATTACHMENTS


def is_file(url: str) -> bool:
    """The URL names a document, an archive or media, so it is no page."""
    return is_attachment(url) or extension(url) in MEDIA


class Belongs(StrEnum):
    """Why a host, or a folder of it, belongs to the site."""

    HOME = "home"  # the home page's own host
    DOMAIN = "domain"  # below the same name
    NAMED = "named"  # named in the settings


@dataclass(frozen=True, slots=True)
class Scope:
    """What belongs to a site: the home page's host, hosts below the same name, and what was named.

    `folders` are host and path of sub-sites that are a folder of somebody else's host: of such a host
    only they belong.
    """

    home_host: str
    home_port: int
    domain: str | None
    extra: frozenset[str] = frozenset()
    folders: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, home: str, named: tuple[str, ...] = ()) -> Scope:
        """Work out the scope from the home page's URL, and from hosts and folders named.

        `http://www.tx.hz.gov.cn/` takes in `*.tx.hz.gov.cn` but not the city's `*.hz.gov.cn`, and so does
        `http://zwgk.tx.hz.gov.cn/`.  A folder is named `www.hz.gov.cn/tx/`.  Raises ValueError where a
        name is none.
        """
        host = host_of(home)
        entries = [host_entry(text) for text in named]
        folders = tuple((name, path) for name, path in entries if path != "/")
        extra = frozenset(name for name, path in entries if path == "/")
        # Where the site is a folder of the city's, the city's other hosts are not its own.
        shared = host in {name for name, _ in folders}
        return cls(host, port_of(home), None if shared else _domain(host), extra, folders)

    def includes(self, url: str) -> bool:
        """The URL belongs to the site."""
        return self.belongs(url) is not None

    def belongs(self, url: str) -> Belongs | None:
        """Say why a URL belongs to the site, None where it does not."""
        if not url.startswith(("http://", "https://")):
            return None
        host = host_of(url)
        if host in self.extra:
            return Belongs.NAMED
        for name, path in self.folders:
            if host == name and path_of(url).startswith(path):
                return Belongs.NAMED
        if any(host == name for name, _ in self.folders):
            return None
        if host == self.home_host and self.domain is not None:
            return Belongs.HOME
        if self.domain is None:  # an address or a bare name: other ports are other sites
            own = host == self.home_host and _same_site(port_of(url), self.home_port)
            return Belongs.HOME if own else None
        below = host == self.domain or host.endswith(f".{self.domain}")
        return Belongs.DOMAIN if below else None


def host_entry(text: str) -> tuple[str, str]:
    """Read a host, or a folder of one, as people name it: host and path ("/" for all of it).

    Raises ValueError where it is neither.
    """
    typed = text.strip()
    url = absolute("http://x/", typed if "://" in typed else f"http://{typed}") if typed else None
    host = host_of(url) if url and url.startswith(("http://", "https://")) else ""
    if url is None or typed.startswith("/") or not (set(host) & {".", ":"} or host == "localhost"):
        raise ValueError(text)
    path = path_of(url)
    return host, path if path.endswith("/") else f"{path}/"


def shared_suffix(name: str) -> bool:
    """Strangers register names right below this one."""
    return not name or name in _SHARED


def _domain(host: str) -> str | None:
    """Return the name below which a site's hosts are its own, None where there is none."""
    first, _, rest = host.partition(".")
    bare = rest if _DOORS.fullmatch(first) and "." in rest and rest not in _SHARED else host
    named = literal_address(host) is None and "." in bare and bare not in _SHARED
    return bare if named and host not in {f"www.{name}" for name in _SHARED} else None


def _same_site(port: int, other: int) -> bool:
    """The same port, or both the usual ones of http and https."""
    return port == other or {port, other} == {80, 443}
