"""The export of an agency with many documents and little else, as `bench.settings` sends it.

Every event has one piece, its contents are few and shared; one event of twenty is of the gérance,
one of a thousand an invoice. A list may be sent again with one thing in it changed.
Touches: the directory that it is given.
"""

from collections.abc import Iterator
from pathlib import Path

from bench.agency import digest_of, put_content, write_envoi

CONTENTS = 50
_EVENTS_OF_A_BUILDING = 333
_LOTS, _OWNERS, _LET = 20, 15, 5
_INVOICE_EVERY, _LET_EVERY = 1_000, 20
_BINDERS = 10
_COUNCIL, _SHARED = 11, 12
_COUNCIL_EVERY = 300
Lists = dict[tuple[str, str], Iterator[str]]


class Portfolio:
    """The agency of so many documents, and what of it may be sent again."""

    def __init__(self, documents: int) -> None:
        """Given how many documents there are, size it."""
        self.documents = documents
        self.buildings = max(documents // _EVENTS_OF_A_BUILDING, 1)

    def write(self, directory: Path) -> None:
        """Write the first envoi: every list, and the contents."""
        found = {
            **_agency(),
            **self._parties(),
            ("parametres", ""): iter(parametres()),
            ("classeurs", ""): iter(classeurs()),
            ("comptes", "S1"): self.comptes(),
            ("evenements", "S1"): self._events(is_let=False),
            ("evenements", "G1"): self._events(is_let=True),
        }
        directory.mkdir(parents=True)
        contents = [put_content(directory, number) for number in range(CONTENTS)]
        lists = ((nature, entite, lines) for (nature, entite), lines in found.items())
        write_envoi(directory, 1, lists, contents)

    def comptes(self, replaced: int = 0) -> Iterator[str]:
        """Yield the co-owners' accounts, so many of them with another holder."""
        for owner in range(self.buildings * _OWNERS):
            holder = f"T{owner}" if owner >= replaced else "N1"
            yield _account(f"C{owner}", "coproprietaire", owner, holder)

    def _parties(self) -> Lists:
        owners, lets = self.buildings * _OWNERS, self.buildings * _LET
        lots = [(b, n) for b in range(self.buildings) for n in range(_LOTS)]
        persons = [f"T{o}" for o in range(owners)] + [f"P{n}" for n in range(self.buildings)]
        persons += [f"L{n}" for n in range(lets)] + ["N1"]
        day = 'du="2020-01-01"'
        return {
            ("tiers", ""): (f'<tiers id="{p}" nom="Nom {p}" ville="Lyon"/>\n' for p in persons),
            ("connexions", ""): (
                f'<connexion tiers="{p}" identifiant="login.{p}"/>\n' for p in persons
            ),
            ("immeubles", "S1"): (_building(f"I{b}", "syndic") for b in range(self.buildings)),
            ("immeubles", "G1"): (_building(f"I{b}", "gerance") for b in range(self.buildings)),
            ("lots", "S1"): (_lot(f"L{b}.{n}", b) for b, n in lots),
            ("lots", "G1"): (_lot(f"L{n}", n // _LET) for n in range(lets)),
            ("comptes", "G1"): self._let_accounts(),
            ("fiches_coproprietaires", "S1"): (_fiche(o) for o in range(owners)),
            ("detentions", "S1"): (
                f'<detention lot="L{b}.{n}" fiche="F{b * _OWNERS + n % _OWNERS}" {day}/>\n'
                for b, n in lots
            ),
            ("mandats", "G1"): (_mandate(b) for b in range(self.buildings)),
            ("baux", "G1"): (_lease(n) for n in range(lets)),
        }

    def _let_accounts(self) -> Iterator[str]:
        for number in range(self.buildings):
            yield _account(f"CP{number}", "proprietaire", number, f"P{number}")
        for number in range(self.buildings * _LET):
            yield _account(f"CL{number}", "locataire", number, f"L{number}")

    def _events(self, *, is_let: bool) -> Iterator[str]:
        for number in range(self.documents):
            if (number % _LET_EVERY == 0) is is_let:
                model, target = self._let(number) if is_let else self._owned(number)
                yield _event(number, model, target)

    def _let(self, number: int) -> tuple[str, str]:
        let = number // _LET_EVERY % (self.buildings * _LET)
        return "MG", f'bail="B{let}"' if number % (2 * _LET_EVERY) else f'lot="L{let}"'

    def _owned(self, number: int) -> tuple[str, str]:
        building, owner = number % self.buildings, number % (self.buildings * _OWNERS)
        if number % _INVOICE_EVERY == 1:
            return "MF", f'compte="C{owner}"'
        if number % _COUNCIL_EVERY == 1:
            return "MC", f'immeuble="I{building}"'
        model = f"M{number % _BINDERS + 1}"
        return model, f'immeuble="I{building}"' if number % 3 else f'compte="C{owner}"'


def parametres(*, noms: bool = False, factures: bool = True) -> list[str]:
    """Return the settings of LSC: the names of files as titles, invoices published."""
    names = f'noms_pieces_jointes="{_word(noms)}"'
    return [
        f'<commun publier_factures="{_word(factures)}"/>\n',
        f"<gerance {names}/>\n",
        f"<syndic {names}/>\n",
    ]


def classeurs(*, president: bool = False) -> list[str]:
    """Return the binders: full ones, that of the council, where one box is ticked or not."""
    full = 'coproprietaire="true" membre="true" president="true"'
    council = f'membre="true" president="{_word(president)}"'
    return [
        *(_binder("syndic", number, full) for number in range(1, _BINDERS + 1)),
        _binder("syndic", _COUNCIL, council),
        _binder("syndic", _SHARED, 'coproprietaire="true"'),
        _binder("gerance", 1, 'proprietaire="true" locataire="true"'),
    ]


def _agency() -> Lists:
    zone = 'pays="FR" devise="EUR" fuseau="Europe/Paris"'
    models = [_model(f"M{n}", "ordinaire", "syndic", n) for n in range(1, _BINDERS + 1)]
    models += [_model("MF", "facture", "syndic", 1), _model("MG", "ordinaire", "gerance", 1)]
    models += [_model("MC", "ordinaire", "syndic", _COUNCIL)]
    return {
        ("entites", ""): iter(f'<entite id="{e}" nom="{e}" {zone}/>\n' for e in ("S1", "G1")),
        ("modeles", ""): iter(models),
    }


def _word(value: bool) -> str:  # noqa: FBT001  it is the word of that value
    return "true" if value else "false"


def _binder(module: str, number: int, boxes: str) -> str:
    return f'<classeur module="{module}" numero="{number}" nom="Classeur {number}" {boxes}/>\n'


def _model(code: str, genre: str, module: str, binder: int) -> str:
    where = f'module="{module}" classeur="{binder}" duree_mois="120"'
    return f'<modele code="{code}" libelle="Modele {code}" genre="{genre}" {where}/>\n'


def _building(name: str, module: str) -> str:
    return f'<immeuble id="{name}" module="{module}" nom="Residence {name}" ville="Lyon"/>\n'


def _lot(name: str, building: int) -> str:
    where = f'id="{name}" immeuble="I{building}"'
    return f'<lot {where} numero="1" type="appartement" tantiemes="100"/>\n'


def _account(name: str, genre: str, number: int, holder: str) -> str:
    words = f'id="{name}" genre="{genre}" numero="45{number:07}" publie="true" solde="0.00"'
    return f'<compte {words}><titulaire tiers="{holder}"/></compte>\n'


def _fiche(owner: int) -> str:
    """One building of ten has a president."""
    building, rank = divmod(owner, _OWNERS)
    council = ' president_cs="true"' if rank == 0 and building % 10 == 0 else ""
    return f'<fiche id="F{owner}" immeuble="I{building}" compte="C{owner}"{council}/>\n'


def _mandate(building: int) -> str:
    lots = "".join(
        f'<lot_mandat lot="L{n}" du="2019-01-01"/>'
        for n in range(building * _LET, (building + 1) * _LET)
    )
    words = f'id="M{building}" compte="CP{building}" du="2019-01-01"'
    return f"<mandat {words}>{lots}</mandat>\n"


def _lease(number: int) -> str:
    words = f'id="B{number}" compte="CL{number}" entree="2021-01-01"'
    return f'<bail {words}><lot_bail lot="L{number}"/></bail>\n'


def _event(number: int, model: str, target: str) -> str:
    day = f"2026-0{number % 9 + 1}-15"
    words = f'id="V{number}" modele="{model}" objet="Courrier {number}"'
    days = f'traite_le="{day}" cree_le="{day}T10:00:00" publie_le="{day}"'
    file = f'type="jointe" rang="1" nom="v{number}.pdf" sha256="{digest_of(number % CONTENTS)}"'
    piece = f'<piece id="a" {file}/>'
    return f'<evenement {words} {days} confidentiel="false" {target}>{piece}</evenement>\n'
