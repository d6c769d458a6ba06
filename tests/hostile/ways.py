"""Behaviours that lead elsewhere: redirects, loops, and every way inside."""

from __future__ import annotations

import re

from tests.crawler.loopback import Answer, http, to
from tests.hostile.portal import HOME, TEXT, Behaviour, html
from tests.hostile.telling import ANY, LINKS, READ, SENT_ON, everywhere, fixed, inward, prose


def _chain(target: str) -> Answer:
    number = int(re.sub(r"\D", "", target) or 0)
    return to(f"/{number + 1}.html")


WAYS = [
    # Redirects, and the way inside
    Behaviour("redirect loop", "to itself", fixed(to("/p.html")), SENT_ON),
    Behaviour("redirect chain", "always one further", everywhere(_chain), SENT_ON, at="/1.html"),
    Behaviour(
        "redirect with cookies",
        "sends back until a cookie comes",
        fixed(http(b"", "302 Found", headers={"Location": "/p.html", "Set-Cookie": "a=1"})),
        SENT_ON,
    ),
    Behaviour(
        "redirect to file",
        "to file:///etc/passwd",
        fixed(to("file:///etc/passwd")),
        SENT_ON,
        accused=LINKS,
    ),
    Behaviour("redirect to script", "to javascript:", fixed(to("javascript:alert(1)")), ANY),
    Behaviour(
        "redirect inside",
        "to 127.0.0.1",
        inward(lambda p: to(f"http://127.0.0.1:{p}/")),
        SENT_ON,
        accused=LINKS,
    ),
    Behaviour(
        "redirect inside, spelled",
        "to 0x7f.1",
        inward(lambda p: to(f"http://0x7f.1:{p}/")),
        SENT_ON,
        accused=LINKS,
    ),
    Behaviour(
        "redirect inside, as IPv6",
        "to ::ffff:127.0.0.1",
        inward(lambda p: to(f"http://[::ffff:127.0.0.1]:{p}/")),
        SENT_ON,
        accused=LINKS,
    ),
    Behaviour(
        "redirect to metadata",
        "to 169.254.169.254",
        fixed(to("http://169.254.169.254:81/latest/")),
        SENT_ON,
        accused=LINKS,
    ),
    Behaviour(
        "name inside",
        "a name that is 127.0.0.1",
        inward(lambda p: to(f"http://rebind.evil.cn:{p}/")),
        SENT_ON,
    ),
    Behaviour(
        "redirect to a mail port",
        "to port 25",
        fixed(to("http://metadata.evil.cn:25/%0D%0AHELO x")),
        SENT_ON,
    ),
    Behaviour(
        "redirect with line breaks",
        "CRLF in Location",
        fixed(to("/a%0d%0aSet-Cookie:%20x")),
        SENT_ON,
        accused=LINKS,
    ),
    Behaviour(
        "base elsewhere",
        "base href inside",
        inward(lambda p: prose("a.html", more=f'<base href="http://127.0.0.1:{p}/">')),
        READ,
        accused=LINKS,
    ),
    Behaviour(
        "userinfo",
        "names in the address",
        inward(
            lambda p: prose(
                f"http://{HOME[7:-1]}@127.0.0.1:{p}/", f"http://a:b@rebind.evil.cn:{p}/"
            )
        ),
        READ,
        accused=LINKS,
    ),
    Behaviour(
        "refresh loop",
        "meta refresh to itself, inside, javascript",
        inward(
            lambda p: html(
                f'<meta http-equiv=refresh content="0;url=/p.html"><meta http-equiv=refresh content="0;url=http://127.0.0.1:{p}/"><meta http-equiv=refresh content="0;url=javascript:alert(1)">{TEXT}'
            )
        ),
        READ,
        accused=LINKS,
    ),
    Behaviour(
        "images inside",
        "frames, images, scripts, forms inside",
        inward(
            lambda p: html(
                "".join(
                    f'<{t} src="http://127.0.0.1:{p}/{t}"></{t}>'
                    for t in ("img", "script", "iframe", "video")
                )
                + f'<link rel=stylesheet href="http://127.0.0.1:{p}/c"><form action="http://127.0.0.1:{p}/search"><input name=q placeholder=站内搜索></form>{TEXT}'
            )
        ),
        READ,
        accused=LINKS,
    ),
]
