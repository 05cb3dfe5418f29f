"""The export of a big agency, as `make bench` sends it: a line of each nature repeated, no story.

A line has the attributes that it has in the sample's envois (`syncd/sample`), and is as long.

Of a hundred thousand records, five thousand are events with a file of 60 KB each; four of five are
ledger entries, as in an agency of that size.
Touches: the directory that it is given.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

CONTENTS = 5_000
CONTENT_BYTES = 60_000
_RECORDS_OF_A_BUILDING = 667
_LOTS, _OWNERS, _EVENTS = 20, 15, 33
_ENTRIES = 34  # of an account
_URN = "urn:lsc-syncd:envoi:1"
_MADE = 'logiciel="bench" emis_le="2026-11-24T02:00:00+01:00"'
_CHANGED_EVERY = 100
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def write_agency(directory: Path, *, records: int, numero: int = 1, changed: bool = False) -> int:
    """Write an envoi of about so many records; return how many there are.

    With `changed`, one record of a hundred differs from what it is without, and as many events are
    new and bring their files; else no file comes after the first `numero`.
    """
    buildings = max(records // _RECORDS_OF_A_BUILDING, 1)
    directory.mkdir(parents=True, exist_ok=True)
    brings = numero == 1 or changed
    contents = _contents(directory, buildings, only_new=numero > 1) if brings else ()
    return write_envoi(directory, numero, _natures(buildings, changed=changed), list(contents))


def write_envoi(
    directory: Path,
    numero: int,
    lists: Iterable[tuple[str, str, Iterable[str]]],
    contents: Sequence[str] = (),
) -> int:
    """Write lists, by nature and entity, and a manifest; return how many records there are.

    `contents` are the manifest's lines of what is there beside them.
    """
    total, listed = 0, []
    for nature, entite, lines in lists:
        found = [line.encode() for line in lines]
        name = f"donnees/{nature}{f'-{entite}' if entite else ''}.xml"
        of = f' entite="{entite}"' if entite else ""
        root = f'<{nature} xmlns="{_URN}"{of}>\n'.encode()
        listed.append(_put(directory, name, [_HEAD, root, *found, f"</{nature}>\n".encode()]))
        listed[-1] = listed[-1].replace("/>", f' nature="{nature}"{of}/>')
        total += len(found)
    manifeste = "\n".join(
        [
            f'<manifeste xmlns="{_URN}" domaine="bench" numero="{numero}" {_MADE}>',
            *listed,
            *contents,
            "</manifeste>\n",
        ]
    )
    (directory / "manifeste.xml").write_bytes(_HEAD + manifeste.encode())
    return total


def put_content(directory: Path, number: int) -> str:
    """Write the content of that number, and return its line of the manifest."""
    return _put(directory, f"pieces/{number:06}.pdf", [_content(number)])


def _natures(buildings: int, *, changed: bool) -> Iterator[tuple[str, str, Iterator[str]]]:
    owners = buildings * _OWNERS
    entries = owners * _ENTRIES
    yield (
        "entites",
        "",
        iter(['<entite id="S1" nom="Syndic" pays="FR" devise="EUR" fuseau="Europe/Paris"/>\n']),
    )
    yield "parametres", "", iter(['<commun publier_factures="true"/>\n', "<syndic/>\n"])
    yield "journaux", "", iter(['<journal code="AC" libelle="Achats" type="achats"/>\n'])
    yield "classeurs", "", (_binder(number) for number in range(1, 11))
    yield "modeles", "", (_model(number) for number in range(1, 11))
    yield "tiers", "", (_person(o) for o in range(owners))
    yield (
        "connexions",
        "",
        (f'<connexion tiers="T{o}" identifiant="login.{o}"/>\n' for o in range(owners)),
    )
    yield "immeubles", "S1", (_building(b) for b in range(buildings))
    yield "lots", "S1", (_lot(b, n) for b in range(buildings) for n in range(_LOTS))
    yield "comptes", "S1", (_account(o, owners, changed=changed) for o in range(owners))
    yield "fiches_coproprietaires", "S1", (_fiche(o) for o in range(owners))
    yield "detentions", "S1", (_held(b, n) for b in range(buildings) for n in range(_LOTS))
    yield "ecritures", "S1", (_entry(e, owners, changed=changed) for e in range(entries))
    yield "evenements", "S1", _events(buildings, changed=changed)


def _person(number: int) -> str:
    where = f'adresse1="{number % 90 + 1} rue de la République" code_postal="69002" ville="Lyon"'
    reached = f'email="prenom.t{number}@example.org" mobile="06{number:08}"'
    who = f'id="T{number}" civilite="Mme" nom="Nom {number}" prenom="Prénom"'
    return f'<tiers {who} {where} pays="FR" {reached}/>\n'


def _binder(number: int) -> str:
    boxes = 'coproprietaire="true" membre="true" president="true"'
    return f'<classeur module="syndic" numero="{number}" nom="Classeur {number}" {boxes}/>\n'


def _model(number: int) -> str:
    where = f'module="syndic" classeur="{number}"'
    return f'<modele code="M{number}" libelle="Modele {number}" genre="ordinaire" {where}/>\n'


def _building(number: int) -> str:
    where = f'adresse1="{number} cours Gambetta" code_postal="69003" ville="Lyon"'
    last = 'complet="true" derniere_ag="2026-05-04" derniere_ag_comptes="2026-05-04"'
    name = f'id="I{number}" module="syndic" nom="Résidence {number}"'
    batiment = '<batiment code="A" nom="Bâtiment A"/>'
    return f"<immeuble {name} {where} {last}>{batiment}</immeuble>\n"


def _lot(building: int, number: int) -> str:
    where = f'id="L{building}.{number}" immeuble="I{building}" batiment="A" numero="{number}"'
    what = f'type="appartement" etage="{number % 7}" critere2="T3" tantiemes="100"'
    return f"<lot {where} {what}/>\n"


def _account(owner: int, owners: int, *, changed: bool) -> str:
    """It owes what its entries say."""
    entries = range(owner, owners * _ENTRIES, owners)
    solde = sum(_debit(entry, owners, changed=changed) for entry in entries)
    words = f'id="C{owner}" genre="coproprietaire" numero="45{owner:07}" publie="true"'
    return f'<compte {words} solde="{solde:.2f}"><titulaire tiers="T{owner}"/></compte>\n'


def _fiche(owner: int) -> str:
    building = owner // _OWNERS
    return f'<fiche id="F{owner}" immeuble="I{building}" compte="C{owner}"/>\n'


def _held(building: int, number: int) -> str:
    owner = building * _OWNERS + number % _OWNERS
    return f'<detention lot="L{building}.{number}" fiche="F{owner}" du="2020-01-01"/>\n'


def _debit(number: int, owners: int, *, changed: bool) -> float:
    """The first entry of an account is one that changes, if the account does."""
    more = 0.5 if changed and number < owners and number % _CHANGED_EVERY == 0 else 0
    return number % 911 + 80.5 + more


def _entry(number: int, owners: int, *, changed: bool) -> str:
    label = "Appel rectifié" if changed and number % _CHANGED_EVERY == 0 else "Appel de fonds"
    words = f'id="E{number}" compte="C{number % owners}" date="2026-0{number % 9 + 1}-15"'
    debit = _debit(number, owners, changed=changed)
    amounts = f'debit="{debit:.2f}" credit="0.00" journal="AC" bloc="BL{number // 2}"'
    more = ' sous_compte="operations_courantes"' if number % 2 else ""
    return f'<ecriture {words} libelle="{label} T{number % 4 + 1} 2026" {amounts}{more}/>\n'


def _events(buildings: int, *, changed: bool) -> Iterator[str]:
    count = buildings * _EVENTS
    new = count // _CHANGED_EVERY if changed else 0
    for number in range(count + new):
        building = number % buildings
        target = f'immeuble="I{building}"' if number % 3 else f'compte="C{building * _OWNERS}"'
        content = number % CONTENTS if number < count else CONTENTS + number - count
        words = f'id="V{number}" modele="M{number % 10 + 1}" objet="Appel de fonds, {number}"'
        days = 'traite_le="2026-05-01" cree_le="2026-05-01T10:00:00+02:00" publie_le="2026-05-02"'
        digest = digest_of(content)
        where = f'sha256="{digest}" fichier="pieces/{content:06}.pdf"'
        piece = f'<piece id="a" rang="1" type="lettre" nom="v{number}.pdf" {where}/>'
        yield f'<evenement {words} {days} confidentiel="false" {target}>{piece}</evenement>\n'


def _contents(directory: Path, buildings: int, *, only_new: bool) -> Iterator[str]:
    count = buildings * _EVENTS
    fresh = range(CONTENTS, CONTENTS + count // _CHANGED_EVERY)
    for number in fresh if only_new else range(min(count, CONTENTS)):
        yield put_content(directory, number)


_DIGESTS: dict[int, str] = {}


def digest_of(number: int) -> str:
    """Given the number of a content, return its sha256."""
    if number not in _DIGESTS:
        _DIGESTS[number] = sha256(_content(number)).hexdigest()
    return _DIGESTS[number]


def _content(number: int) -> bytes:
    head = f"%PDF-1.4\n% bench {number}\n".encode()
    return head + b"0" * (CONTENT_BYTES - len(head) - 6) + b"%%EOF\n"


def _put(directory: Path, name: str, parts: list[bytes]) -> str:
    """Write a file, and return its line of the manifest."""
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    content = b"".join(parts)
    path.write_bytes(content)
    digest = sha256(content).hexdigest()
    chemin = re.sub("&", "&amp;", name)
    return f'  <fichier chemin="{chemin}" taille="{len(content)}" sha256="{digest}"/>'
