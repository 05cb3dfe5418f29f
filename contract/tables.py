"""The tables of the contract's page that say a schema: elements, attributes, types.

Touches: the schemas, reading.
"""

from collections.abc import Iterator, Mapping

import schemas
from contract.markdown import code, link, prose, table
from contract.renvois import RENVOIS, key_of
from contract.schema import Attribut, Element, Type, read_root, read_types
from ingest.reading.natures import NATURES

_BOOLEEN = "xs:boolean"
_MANY = 10
"""A type of more words than that is named in a table; of fewer, the words are listed."""


def index_of_natures() -> str:
    """Return the table of all natures."""
    rows = []
    for nom, nature in NATURES.items():
        fichier = f"donnees/{nom}{'-<entité>' if nature.par_entite else ''}.xml"
        elements = (code(enfant.nom) for enfant in _root(nom).enfants)
        sealed = " (scellée)" if nature.scellee else ""
        rows.append((link(nom) + sealed, code(fichier), ", ".join(elements)))
    return table(("Nature", "Fichier", "Enregistrement"), rows)


def named_types() -> str:
    """Return the table of the types that the others name: all but those whose words they list."""
    paths = (schemas.TYPES, *map(schemas.schema_of, (*NATURES, "accuse")))
    rows = [
        (code(each.nom), prose(each.sens), _example(each.exemple))
        for path in paths
        for each in read_types(path).values()
        if not _lists_words(each)
    ]
    rows.append((code("booléen"), "`true` ou `false` ; absent : `false`.", code("true")))
    return table(("Type", "Sens", "Exemple"), rows)


def every_nature() -> str:
    """Return the chapter of each nature."""
    return "\n\n".join(map(_chapter, NATURES))


def tables_of(nom: str) -> str:
    """Given the name of the manifest's schema or of the answer's, return its elements."""
    path = schemas.schema_of(nom)
    elements = read_root(path).everything()
    return "\n\n".join(_element(each, "", read_types(path)) for each in elements)


def elements_of(nature: str) -> Iterator[Element]:
    """Given a nature, yield the elements of its records, and what repeats inside."""
    for enfant in _root(nature).enfants:
        yield from enfant.everything()


def _root(nature: str) -> Element:
    return read_root(schemas.schema_of(nature))


def _chapter(nature: str) -> str:
    own = read_types(schemas.schema_of(nature))
    entite = ' entite="S1"' if NATURES[nature].par_entite else ""
    root = f"{prose(_root(nature).sens)} Racine : `<{nature}{entite}>`."
    elements = (_element(each, nature, own) for each in elements_of(nature))
    return "\n\n".join([f"### {nature}", root, *elements])


def _element(element: Element, nature: str, own: Mapping[str, Type]) -> str:
    """Given an element, the nature that has it, "" for none, and its schema's types, say it."""
    said = f"**`<{element.nom}>`**{_often(element)}. {prose(element.sens)}"
    cle = key_of(nature, element.nom) if nature else ()
    if cle:
        said += f" Clé : {', '.join(map(code, cle))}."
    rows = [
        (
            code(attribut.nom),
            "oui" if attribut.requis else "",
            _type(attribut.type, own),
            _meaning(attribut, own) + _arrow(nature, element.nom, attribut.nom),
            _example(attribut.exemple),
        )
        for attribut in element.attributs
    ]
    return f"{said}\n\n{table(('Attribut', 'Requis', 'Type', 'Sens', 'Exemple'), rows)}"


def _often(element: Element) -> str:
    if element.repete:
        return ", un ou plusieurs" if element.requis else ", zéro ou plus"
    return ", un seul" if element.requis else ", un seul ou aucun"


def _type(nom: str, own: Mapping[str, Type]) -> str:
    if nom == _BOOLEEN:
        return "booléen"
    known = {**read_types(schemas.TYPES), **own}.get(nom)
    if known and _lists_words(known):
        return "<br>".join(map(code, known.valeurs))
    return nom


def _meaning(attribut: Attribut, own: Mapping[str, Type]) -> str:
    """Return what an attribute means; of words that its own schema lists, what they mean."""
    known = own.get(attribut.type)
    return prose(known.sens if known and _lists_words(known) else attribut.sens)


def _lists_words(known: Type) -> bool:
    return 0 < len(known.valeurs) < _MANY


def _arrow(nature: str, element: str, attribut: str) -> str:
    renvoi = RENVOIS.get((nature, element, attribut))
    if renvoi is None:
        return ""
    return f" {'→' if renvoi.obligatoire else '⇢'} {link(renvoi.nature)}"


def _example(exemple: str | None) -> str:
    return code(exemple) if exemple else ""
