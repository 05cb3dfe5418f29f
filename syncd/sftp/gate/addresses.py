"""Where a client comes from, as far as it matters for who shares the blame.

Touches: nothing.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_ONE_SITE = 64  # bits: what a provider gives to one customer at least (RFC 6177)


def parse_address(host: str) -> IPv4Address | IPv6Address:
    """Given a client's address, return it; an IPv4 client of an IPv6 socket is an IPv4 client."""
    found = ip_address(host.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def neighbourhood(host: str) -> str:
    """Given a client's address, return what is counted and banned: it, or its IPv6 `/64`."""
    found = parse_address(host)
    if isinstance(found, IPv4Address):
        return str(found)
    return str(ip_network((found, _ONE_SITE), strict=False))
