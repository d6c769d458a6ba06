"""The server: hosts, methods, headers, tricks, the request log, and a clean end."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from audits.demo import DemoPortal, hosts, oddities


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as bound:
            bound.bind(("::1", 0))
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no ::1")


def v6_address(portal):
    (entry,) = (line for line in portal.connect_to if "[" in line)
    assert entry.startswith(f"{hosts.WWW}:80:[::1]:")
    return "::1", int(entry.rpartition(":")[2])


def raw(client, data):
    with socket.create_connection(client.address(hosts.WWW), 10) as connection:
        connection.sendall(data)
        return connection.makefile("rb").readline()


def test_everything_named_is_on_loopback(client):
    for entry in client.portal.connect_to:
        assert entry.split(":")[2] == "127.0.0.1"
    assert client.portal.dns.startswith("127.0.0.1:")
    assert client.portal.home == "http://www.qinglan-demo.gov.cn/"


def test_hosts_are_told_apart_by_name_whatever_its_case_and_port(client):
    where = client.address(hosts.WWW)
    bodies = {
        host: client.ask_at(where, f"http://{host}/").body
        for host in (hosts.WWW, hosts.RSJ, hosts.NEWS)
    }
    assert len(set(bodies.values())) == 3
    for host in ("WWW.Qinglan-Demo.GOV.cn", f"{hosts.WWW}:80", f"{hosts.WWW}:{where[1]}"):
        assert client.ask_at(where, hosts.HOME, Host=host).body == bodies[hosts.WWW]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("www.example.org", 421),
        ("127.0.0.1", 421),
        (hosts.DEAD, 421),
        ("", 400),
        ("a b", 400),
        ("www.qinglan-demo.gov.cn/../x", 400),
        ("<script>", 400),
        ("x" * 300, 400),
        ("www.qinglan-demo.gov.cn:80:80", 400),
    ],
)
def test_a_hostile_host_header_is_refused(client, host, status):
    where = client.address(hosts.WWW)
    assert client.ask_at(where, hosts.HOME, Host=host).status == status


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ("GET / HTTP/1.1\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
        ("rubbish\r\n\r\n", "400"),
        ("GET /%zz%ff HTTP/1.1\r\nHost: www.qinglan-demo.gov.cn\r\n\r\n", "404"),
        ("GET /../../etc/passwd HTTP/1.1\r\nHost: www.qinglan-demo.gov.cn\r\n\r\n", "404"),
    ],
)
def test_a_malformed_request_gets_a_refusal(client, data, status):
    assert raw(client, data.encode()).split()[1].decode() == status


def test_head_says_the_same_as_get_without_the_body(client):
    for url in (hosts.HOME, hosts.HOME + "nothing/", f"http://{hosts.TAX}/"):
        get, head = client.ask(url), client.ask(url, "HEAD")
        assert head.body == b""
        assert head.status == get.status
        assert head.headers["content-length"] == str(len(get.body))
        assert head.headers["content-type"] == get.headers["content-type"]


def test_other_methods_are_not_allowed(client):
    assert client.ask(hosts.HOME, "POST").status == 405


def test_an_unchanged_page_is_not_sent_again(client):
    first = client.ask(hosts.HOME)
    again = client.ask(hosts.HOME, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert client.ask(hosts.HOME, If_None_Match='"other"').body == first.body
    assert first.headers["last-modified"] == "Fri, 20 Nov 2026 16:00:00 GMT"


def test_unknown_paths_are_an_honest_404_on_the_portal_and_a_lie_on_the_sub_site(client):
    assert client.ask(hosts.HOME + "jfkdls8732.html").status == 404
    lie = client.ask(f"http://{hosts.RSJ}/jfkdls8732.html")
    assert lie.status == 200
    assert "不存在" in lie.body.decode("gbk")
    assert client.ask(f"http://{hosts.NEWS}/jfkdls8732.html").status == 404


def test_robots_txt_closes_the_folder_that_an_article_links_to(client):
    robots = client.ask(hosts.HOME + "robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert "Disallow: /jcms/" in robots.body.decode().splitlines()
    assert oddities.DISALLOWED.startswith("/jcms/")
    assert client.ask(f"http://{hosts.RSJ}/robots.txt").status == 200


def test_the_flaky_page_fails_once_per_run_of_the_server(serving, truth):
    (url,) = (each.target for each in truth.decoys if each.why.startswith("第一次"))
    for client in (serving(), serving()):
        assert [client.ask(url).status for _ in range(3)] == [503, 200, 200]


def test_the_log_holds_every_request_with_its_times(serving, truth):
    (slow,) = (each.target for each in truth.decoys if each.why.startswith("打开要"))
    client = serving()
    client.ask(slow, "HEAD")
    client.ask(f"http://{hosts.RSJ}/list.asp?cid=1")
    first, second = client.portal.served
    assert (first.host, first.method, first.status) == (hosts.WWW, "HEAD", 200)
    assert slow.endswith(first.path)
    assert first.end - first.start >= 0.05
    assert (second.host, second.path) == (hosts.RSJ, "/list.asp?cid=1")
    assert first.end <= second.start <= second.end


def test_many_clients_at_once_get_the_same_bytes(client, truth):
    urls = [url for url in truth.pages if not url.endswith("_10017.html")]
    with ThreadPoolExecutor(16) as pool:
        once = list(pool.map(client.ask, urls))
        again = list(pool.map(client.ask, urls))
    assert [reply.body for reply in once] == [reply.body for reply in again]
    assert {reply.status for reply in once} <= {200, 503}


def test_the_end_frees_ports_and_thread_and_may_be_repeated(site):
    before = set(threading.enumerate())
    with DemoPortal(site) as portal:
        (thread,) = set(threading.enumerate()) - before
        port = int(portal.connect_to[0].rpartition(":")[2])
    assert not thread.is_alive()
    assert set(threading.enumerate()) == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)
    portal.close()


def test_a_request_that_waits_for_ever_does_not_hold_up_the_end(serving):
    client = serving(silent=True)
    with socket.create_connection(client.address(hosts.SILENT), 10) as waiting:
        waiting.sendall(f"GET / HTTP/1.1\r\nHost: {hosts.SILENT}\r\n\r\n".encode())
        client.ask(hosts.HOME)  # accepted later, so the silent request is being handled by now
        assert client.portal.served[0].host == hosts.SILENT
        assert client.portal.served[0].end is None
        client.portal.close()
        assert waiting.recv(1) == b""


def test_two_portals_run_side_by_side(serving):
    one, other = serving(), serving(plans="missing")
    url = hosts.HOME + "zfxxgk/fdzdgknr/ghjh/"
    assert (one.ask(url).status, other.ask(url).status) == (200, 404)


@needs_ipv6
def test_over_ipv6_the_portal_is_the_same_different_or_closed(serving):
    same = serving(ipv6="ok")
    assert same.ask_at(v6_address(same.portal), hosts.HOME).body == same.ask(hosts.HOME).body
    other = serving(ipv6="different")
    over_v6 = other.ask_at(v6_address(other.portal), hosts.HOME)
    assert over_v6.status == 200
    assert "升级维护" in over_v6.body.decode()
    assert over_v6.body != other.ask(hosts.HOME).body
    closed = serving(ipv6="closed")
    with pytest.raises(ConnectionRefusedError):
        closed.ask_at(v6_address(closed.portal), hosts.HOME)


def test_without_ipv6_nothing_is_bound_there(client):
    assert not client.portal.has_ipv6
    assert all("[" not in entry for entry in client.portal.connect_to)
