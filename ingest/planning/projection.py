"""From the records of the store to the values that the rules read.

A rule reads some attributes of a record; this names them, and turns every reference into the one
name that it has everywhere (`rules.faits.ref`). An attribute that no rule reads stops here.
Touches: nothing but the zone database of the host.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, tzinfo
from sys import intern
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo

from ingest.reading.banque import coordonnees_of
from ingest.rules import faits
from ingest.rules.classement import NIVEAUX, folded
from ingest.rules.faits import Faits, Options, Parametres, ref
from store.changes import Cle, Ligne, Place, Record, Valeur
from store.declarations import NATURES


class Table(NamedTuple):
    """The records of one nature and entity: those of its list, and those that left it."""

    presents: Mapping[Cle, Record]
    absents: Mapping[Cle, Record]


Tables = Mapping[Place, Table]


def faits_of(tables: Tables, formats: Mapping[str, str], options: Options) -> Faits:
    """Given every record, the formats of the received contents and options, return the facts."""
    found: dict[str, dict[str, faits.Fait]] = {nature: {} for nature in _MAKERS}
    for (nature, entite), table in tables.items():
        if nature in _MAKERS:
            made = (_MAKERS[nature](entite, _read(nature, r)) for r in table.presents.values())
            found[nature].update((fait.ref, fait) for fait in made)
    found["evenements"].update(_withdrawn(tables))
    return Faits(
        parametres=parametres_of(tables),
        places=frozenset(_places(tables)),
        fuseaux=_zones(found),
        formats=formats,
        options=options,
        **found,  # type: ignore[arg-type]  # each nature's maker makes its own kind
    )


def as_read(nature: str, entite: str, record: Record) -> faits.Fait | None:
    """Given a record, return what rules read of it; None when it is no fact of its own for them."""
    make = _MAKERS.get(nature)
    return None if make is None else make(entite, _read(nature, record))


def key_text(nature: str, cle: Cle) -> str:
    """Given a record's key, return it as anomalies and reports write it; "-" for an absent part."""
    return ("/" if nature == "classeurs" else " ").join(str(part) or "-" for part in cle)


class _Lu:
    """One record, read by the names of its attributes."""

    def __init__(self, nature: str, record: Record) -> None:
        self._places = _PLACES[nature]
        self._record = record

    def __getitem__(self, name: str) -> Valeur:
        return self._record.valeurs[self._places[name]]

    def text(self, name: str) -> str:
        return cast("str", self[name])

    def text_or_none(self, name: str) -> str | None:
        return cast("str | None", self[name])

    def word_or_none(self, name: str) -> str | None:
        """One of few: once in memory, however many records say it."""
        text = self.text_or_none(name)
        return None if text is None else intern(text)

    def day(self, name: str) -> date:
        return cast("date", self[name])

    def day_or_none(self, name: str) -> date | None:
        return cast("date | None", self[name])

    def flag(self, name: str) -> bool:
        return bool(self[name])

    def link(self, entite: str, name: str) -> str | None:
        value = self[name]
        return None if value is None else ref(entite, value)

    def children(self) -> tuple[Ligne, ...]:
        return self._record.enfants[0]


_PLACES = {
    nature.nom: {colonne.nom: place for place, colonne in enumerate(nature.colonnes)}
    for nature in NATURES.values()
}


def _read(nature: str, record: Record) -> _Lu:
    return _Lu(nature, record)


def _entite(_: str, lu: _Lu) -> faits.Entite:
    return faits.Entite(
        lu.text("id"), lu.text("fuseau"), lu.text("pays").upper(), lu.text("devise")
    )


def _tiers(_: str, lu: _Lu) -> faits.Tiers:
    words = (lu.text("nom"), lu.text_or_none("adresse1"), lu.text_or_none("email"))
    return faits.Tiers(lu.text("id"), frozenset(folded(word) for word in words if word))


def _connexion(_: str, lu: _Lu) -> faits.Connexion:
    return faits.Connexion(lu.text("tiers"), lu.text("tiers"), lu.text("identifiant"))


def _relation(_: str, lu: _Lu) -> faits.Relation:
    super_tiers, tiers = lu.text("super_tiers"), lu.text("tiers")
    return faits.Relation(f"{super_tiers} {tiers}", super_tiers, tiers)


def _classeur(_: str, lu: _Lu) -> faits.Classeur:
    module = lu.text("module")
    return faits.Classeur(
        ref(module, lu["numero"]),
        module,
        lu.text("nom"),
        lu.link(module, "parent"),
        frozenset(niveau for niveau in NIVEAUX[module] if lu.flag(niveau)),
    )


def _modele(_: str, lu: _Lu) -> faits.Modele:
    return faits.Modele(
        lu.text("code"),
        lu.text("genre"),
        lu.text_or_none("module"),
        cast("int | None", lu["classeur"]),
        lu.text_or_none("duree_mois"),
        lu.flag("grouper_par_dossier"),
        lu.flag("prefixer_reference"),
        lu.flag("noms_pieces_jointes"),
    )


def _immeuble(entite: str, lu: _Lu) -> faits.Immeuble:
    return faits.Immeuble(
        ref(entite, lu["id"]),
        entite,
        lu.text("module"),
        lu.text_or_none("fuseau"),
        lu.text_or_none("gardien"),
        frozenset(cast("str", code) for code, *_ in lu.children()),
        coordonnees_of(*map(lu.text_or_none, ("titulaire", "iban", "bic", "rib"))),
    )


def _lot(entite: str, lu: _Lu) -> faits.Lot:
    return faits.Lot(
        ref(entite, lu["id"]), entite, ref(entite, lu["immeuble"]), lu.word_or_none("batiment")
    )


def _compte(entite: str, lu: _Lu) -> faits.Compte:
    holders = tuple(
        faits.Titulaire(cast("str", tiers), cast("date | None", au)) for tiers, au in lu.children()
    )
    return faits.Compte(
        ref(entite, lu["id"]),
        entite,
        intern(lu.text("genre")),
        lu.flag("publie"),
        holders,
        lu["solde"] is not None,
    )


def _fiche(entite: str, lu: _Lu) -> faits.Fiche:
    return faits.Fiche(
        ref(entite, lu["id"]),
        entite,
        ref(entite, lu["immeuble"]),
        ref(entite, lu["compte"]),
        lu.text_or_none("correspondant"),
        lu.flag("membre_cs"),
        lu.flag("president_cs"),
    )


def _detention(entite: str, lu: _Lu) -> faits.Detention:
    return faits.Detention(
        ref(entite, f"{lu['lot']} {lu['fiche']} {lu['du']}"),
        entite,
        ref(entite, lu["lot"]),
        ref(entite, lu["fiche"]),
        lu.day("du"),
        lu.day_or_none("au"),
        lu.day_or_none("mutation_enregistree_le"),
    )


def _mandat(entite: str, lu: _Lu) -> faits.Mandat:
    lots = tuple(
        faits.LotMandat(ref(entite, lot), cast("date", du), cast("date | None", au))
        for lot, du, au in lu.children()
    )
    inactif_le = lu.day_or_none("inactif_le") or lu.day_or_none("inactivite_enregistree_le")
    return faits.Mandat(
        ref(entite, lu["id"]), entite, ref(entite, lu["compte"]), lu.day("du"), inactif_le, lots
    )


def _bail(entite: str, lu: _Lu) -> faits.Bail:
    return faits.Bail(
        ref(entite, lu["id"]),
        entite,
        ref(entite, lu["compte"]),
        lu.day("entree"),
        lu.day_or_none("sortie"),
        lu.day_or_none("preavis_enregistre_le"),
        lu.day_or_none("depart_enregistre_le"),
        tuple(ref(entite, lot) for (lot,) in lu.children()),
    )


def _dossier(entite: str, lu: _Lu) -> faits.Dossier:
    return faits.Dossier(
        ref(entite, lu["id"]),
        entite,
        lu.text("reference"),
        lu.text("type"),
        lu.link(entite, "immeuble"),
        lu.text_or_none("batiment"),
        lu.link(entite, "fournisseur"),
        lu.word_or_none("theme"),
        lu.day_or_none("du"),
        lu.day_or_none("au"),
    )


def _evenement(entite: str, lu: _Lu, *, absent: bool = False) -> faits.Evenement:
    return faits.Evenement(
        ref(entite, lu["id"]),
        entite,
        intern(lu.text("modele")),
        lu.text("objet"),
        lu.day("traite_le"),
        lu.text_or_none("publie_le"),
        lu.link(entite, "dossier"),
        lu.flag("confidentiel"),
        lu.flag("ecriture_comptable"),
        lu.link(entite, "immeuble"),
        lu.link(entite, "lot"),
        lu.link(entite, "compte"),
        lu.link(entite, "bail"),
        absent,
        tuple(map(_piece, lu.children())),
        lu.text("cree_le"),
    )


def _piece(ligne: Ligne) -> faits.Piece:
    """The same few texts stand in most pieces: once in memory."""
    identifiant, genre, rang, nom, sha256, retiree = cast("tuple[str, ...]", ligne)
    return faits.Piece(
        intern(identifiant), intern(genre), intern(rang), nom, intern(sha256), bool(retiree)
    )


_MAKERS: Mapping[str, Callable[[str, _Lu], faits.Fait]] = {
    "entites": _entite,
    "tiers": _tiers,
    "connexions": _connexion,
    "relations": _relation,
    "classeurs": _classeur,
    "modeles": _modele,
    "immeubles": _immeuble,
    "lots": _lot,
    "comptes": _compte,
    "fiches_coproprietaires": _fiche,
    "detentions": _detention,
    "mandats": _mandat,
    "baux": _bail,
    "dossiers": _dossier,
    "evenements": _evenement,
}


def _withdrawn(tables: Tables) -> Iterator[tuple[str, faits.Fait]]:
    for (nature, entite), table in tables.items():
        if nature == "evenements":
            for record in table.absents.values():
                made = _evenement(entite, _read(nature, record), absent=True)
                yield made.ref, made


def _places(tables: Tables) -> Iterator[str]:
    """Yield the accounts that any record ever tied to a place."""
    for (nature, entite), table in tables.items():
        if nature in {"fiches_coproprietaires", "mandats", "baux"}:
            for records in table:
                for record in records.values():
                    yield ref(entite, _read(nature, record)["compte"])


def soldes_of(tables: Tables) -> Mapping[str, int]:
    """Given records, return what the listed accounts are said to owe, by account."""
    place = _PLACES["comptes"]["solde"]
    return {
        ref(entite, cle[0]): cast("int", record.valeurs[place])
        for (nature, entite), table in tables.items()
        if nature == "comptes"
        for cle, record in table.presents.items()
        if record.valeurs[place] is not None
    }


def parametres_of(tables: Tables) -> Parametres:
    """Given records, return the settings of LSC among them."""
    table = tables.get(("parametres", ""))
    if table is None:
        return Parametres()
    elements = {str(cle[0]): _read("parametres", r) for cle, r in table.presents.items()}

    def on(element: str, name: str) -> bool:
        return element in elements and elements[element].flag(name)

    return Parametres(
        publier_factures=on("commun", "publier_factures"),
        ignorer_controle_pieces=on("commun", "ignorer_controle_pieces"),
        noms_gerance=on("gerance", "noms_pieces_jointes"),
        noms_syndic=on("syndic", "noms_pieces_jointes"),
        depublier_locataire_preavis=on("gerance", "depublier_locataire_preavis"),
        depublier_locataire_depart=on("gerance", "depublier_locataire_depart"),
        depublier_proprietaire_mandat_inactif=on(
            "gerance", "depublier_proprietaire_mandat_inactif"
        ),
        depublier_vendeur_mutation=on("syndic", "depublier_vendeur_mutation"),
        envoyer_fonds_102=on("syndic", "envoyer_fonds_102"),
        envoyer_depenses=on("syndic", "envoyer_depenses"),
        masquer_coordonnees_bancaires=on("syndic", "masquer_coordonnees_bancaires"),
        regrouper_tresorerie_proprietaire=on("gerance", "regrouper_tresorerie_proprietaire"),
        regrouper_tresorerie_locataire=on("gerance", "regrouper_tresorerie_locataire"),
        regrouper_tresorerie_coproprietaire=on("syndic", "regrouper_tresorerie_coproprietaire"),
        exclure_analytiques=on("gerance", "exclure_analytiques"),
        classeurs_designes=tuple(_designated(elements.get("syndic"))),
    )


def _designated(syndic: _Lu | None) -> Iterator[tuple[str, str]]:
    for name in ("classeur_factures", "classeur_assemblees"):
        if syndic is not None and syndic[name] is not None:
            yield name, ref("syndic", syndic[name])


def _zones(found: Mapping[str, Mapping[str, faits.Fait]]) -> Mapping[str, tzinfo]:
    """Return the zones that exist among the names that entities and buildings use."""
    facts: Iterable[faits.Fait] = (*found["entites"].values(), *found["immeubles"].values())
    names = {getattr(fait, "fuseau", None) for fait in facts} - {None}
    zones = ((name, _zone(name)) for name in names if name)
    return {name: zone for name, zone in zones if zone is not None}


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
