"""What the manifest says is what a client meets: every target is linked, and behaves as said."""

from datetime import date

import dns.rcode
import pytest
from selectolax.lexbor import LexborHTMLParser

from audits.demo import DemoSite, hosts, oddities, planted
from audits.demo.manifest import absolute
from crawler.snapshot.model import Outcome

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def linked(client):
    """All pages of the portal and its sub-site, fetched over HTTP: page -> link targets."""
    found, waiting = {}, [hosts.HOME]
    while waiting:
        url = waiting.pop()
        if not url.startswith((hosts.HOME, f"http://{hosts.RSJ}/")) or url in found:
            continue
        if url.endswith((oddities.DISALLOWED, ".pdf")):
            continue
        reply = client.ask(url)
        while reply.status == 503:
            reply = client.ask(url)
        if reply.status in {301, 302}:
            waiting.append(absolute(url, reply.headers["location"]))
            continue
        if reply.status != 200 or not reply.headers["content-type"].startswith("text/html"):
            continue
        html = reply.body.decode("gbk" if hosts.RSJ in url else "utf-8")
        anchors = LexborHTMLParser(html).css("a[href]")
        found[url] = [absolute(url, anchor.attributes["href"] or "") for anchor in anchors]
        waiting += found[url]
    return found


def test_a_crawl_over_http_meets_exactly_the_pages_of_the_manifest(linked, truth):
    assert set(truth.pages) == set(linked)
    assert 150 <= len(linked) <= 220


def test_every_planted_link_stands_exactly_where_the_manifest_says(linked, truth):
    for planted_link in (*truth.broken, *truth.decoys):
        on = {page for page, targets in linked.items() if planted_link.target in targets}
        assert set(planted_link.found_on) == on, planted_link.target
        assert on, planted_link.target
        assert len(planted_link.found_on) == len(on)


def test_every_planned_fault_and_decoy_is_in_the_manifest(truth):
    assert {each.target for each in truth.broken} == {
        absolute(hosts.HOME, fault.href) for fault in oddities.FAULTS
    }
    decoys = {each.target for each in truth.decoys}
    assert {absolute(hosts.HOME, decoy.href) for decoy in oddities.DECOYS} < decoys
    wanted = len(oddities.DECOYS) + len(oddities.ARTICLE_DECOYS) + len(oddities.NO_ADDRESS)
    assert len(decoys) == wanted


def test_no_target_is_both_a_fault_and_a_decoy(truth):
    assert not {each.target for each in truth.broken} & {each.target for each in truth.decoys}


def test_the_footer_fault_stands_on_all_pages_of_the_portals_template(linked, truth):
    footer = next(each for each in truth.broken if each.target.endswith("/gywm/wzsm/"))
    with_footer = [page for page in linked if f"{hosts.HOME}gywm/" in linked[page]]
    assert sorted(footer.found_on) == sorted(with_footer)
    assert len(with_footer) > 150
    alone = [each for each in truth.broken if len(each.found_on) == 1]
    assert len(alone) == len(truth.broken) - 2  # the footer, and the refused host on two pages


@pytest.mark.parametrize(
    "fault", oddities.FAULTS, ids=lambda fault: f"{fault.observed} {fault.href}"
)
def test_a_fault_behaves_as_it_must_be_observed(client, fault):
    url = absolute(hosts.HOME, fault.href)
    match fault.observed:
        case "dns":
            assert client.look_up(hosts.DEAD, "A").rcode() == dns.rcode.NXDOMAIN
            with pytest.raises(LookupError):
                client.address(hosts.DEAD)
        case "refused":
            with pytest.raises(ConnectionRefusedError):
                client.ask(url)
        case "internal_address":
            assert url.startswith(("http://192.168.", "file:///"))
        case "redirect_home":
            reply = client.ask(url)
            assert (reply.status, reply.headers["location"]) == (302, hosts.HOME)
        case "empty":
            reply = client.ask(url)
            assert (reply.status, reply.body) == (200, b"")
        case "wrong_type":
            reply = client.ask(url)
            assert reply.status == 200
            assert url.endswith(".pdf")
            assert reply.headers["content-type"].startswith("text/html")
        case "soft_404":
            reply = client.ask(url)
            charset = "gbk" if hosts.RSJ in url else "utf-8"
            assert reply.status == 200
            assert "您访问的页面不存在" in reply.body.decode(charset)
        case "parked":
            assert "域名正在出售" in client.ask(url).body.decode()
        case status:
            assert client.ask(url).status == int(status)


@pytest.mark.parametrize("decoy", oddities.DECOYS, ids=lambda decoy: decoy.href)
def test_a_decoy_is_alive_or_walled_as_said(client, decoy):
    url = absolute(hosts.HOME, decoy.href)
    reply = client.ask(url)
    match decoy.outcome:
        case Outcome.BLOCKED:
            assert reply.status in {403, 412}
        case Outcome.REDIRECT:
            hops = 0
            while reply.status in {301, 302}:
                url, hops = absolute(url, reply.headers["location"]), hops + 1
                reply = client.ask(url)
            assert (reply.status, hops) == (200, 2 if decoy.href == oddities.CHAIN[0] else 1)
        case _:
            assert reply.status == 200
            assert reply.body


def test_the_challenge_page_is_a_puzzle_without_words(client):
    reply = client.ask(oddities.CHALLENGED)
    tree = LexborHTMLParser(reply.body)
    assert reply.status == 412
    assert tree.body is not None
    assert not tree.body.text(strip=True)
    assert len(tree.css_first("meta[id]").attributes["content"] or "") > 1000
    assert "FSSBBIl1UgzbN7N80S" in reply.headers["set-cookie"]


def test_a_known_browser_gets_past_the_firewall_and_others_do_not(client):
    url = f"http://{hosts.SERVICE}/"
    assert client.ask(url, User_Agent="curl/8").status == 403
    assert client.ask(url, User_Agent="Mozilla/5.0 Chrome/140.0").status == 200


def test_the_silent_host_is_planted_only_where_it_is_asked_for(truth):
    assert all(each.observed != "timeout" for each in truth.broken)
    silent = planted(DemoSite(TODAY, silent=True))
    (added,) = {each.target for each in silent.broken} - {each.target for each in truth.broken}
    assert added == f"http://{hosts.SILENT}/"
