"""The bundled county portal: a fictional county on loopback, with planted faults and decoys.

`gongkai demo` audits it, and the end-to-end tests compare what was found with `planted`:

    site = DemoSite(today)
    with DemoPortal(site) as portal:
        ...  # audit portal.home with portal.connect_to and portal.dns
    truth = planted(site)
"""

from audits.demo.manifest import BrokenLink, Expected, Planted, PlantedDecoy, planted
from audits.demo.server import DemoPortal
from audits.demo.site import DemoSite

__all__ = [
    "BrokenLink",
    "DemoPortal",
    "DemoSite",
    "Expected",
    "Planted",
    "PlantedDecoy",
    "planted",
]
