"""Which URLs belong to the site, and which of them are attachments."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.reading.urls import host_of, literal_address, path_of, port_of

# Suffixes under which strangers register names: a site never takes in all of them.
_SHARED = frozenset({"gov.cn", "com.cn", "org.cn", "net.cn", "edu.cn", "cn", "com", "org", "net"})

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
    return extension(url) in ATTACHMENTS or extension(url) in MEDIA


@dataclass(frozen=True, slots=True)
class Scope:
    """The hosts of a site: the home page's host, hosts below the same name, and configured ones."""

    home_host: str
    home_port: int
    domain: str | None
    extra: frozenset[str] = frozenset()

    @classmethod
    def of(cls, home: str, extra: tuple[str, ...] = ()) -> Scope:
        """Work out the scope from the home page's URL.

        `http://www.tx.hz.gov.cn/` takes in `*.tx.hz.gov.cn` but not the city's `*.hz.gov.cn`.
        """
        host = host_of(home)
        bare = host.removeprefix("www.")
        named = literal_address(host) is None and "." in bare and bare not in _SHARED
        hosts = frozenset(name.lower() for name in extra)
        return cls(host, port_of(home), bare if named else None, hosts)

    def includes(self, url: str) -> bool:
        """The URL belongs to the site."""
        if not url.startswith(("http://", "https://")):
            return False
        host = host_of(url)
        if host in self.extra:
            return True
        if self.domain is None:  # an address or a bare name: other ports are other sites
            return host == self.home_host and _same_site(port_of(url), self.home_port)
        return host == self.domain or host.endswith(f".{self.domain}")


def _same_site(port: int, other: int) -> bool:
    """The same port, or both the usual ones of http and https."""
    return port == other or {port, other} == {80, 443}
