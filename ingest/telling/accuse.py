"""The answer to the sender: `accuse-….xml`, valid against `schemas/accuse.xsd`, and its text twin.

Touches: nothing; the worker writes what is made here.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, fields

from lxml import etree

from ingest.decision import Resultat
from ingest.planning.plan import Comptage
from ingest.telling.report import Attendu, Etat, Rapport, Signalement
from store.changes import Message

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAMESPACE = "urn:lsc-syncd:envoi:1"

_PHRASES = {
    Resultat.APPLIQUE: "L'envoi a été appliqué",
    Resultat.DEJA_APPLIQUE: "Cet envoi avait déjà été appliqué : rien n'a changé",
    Resultat.ESSAYE: "L'envoi d'essai a été contrôlé : rien n'a été appliqué",
    Resultat.REFUSE: "L'envoi a été refusé : rien n'a changé, corrigez et renvoyez-le",
    Resultat.PERIME: "L'envoi est arrivé trop tard : un plus récent est déjà appliqué",
    Resultat.REMPLACE: "L'envoi a été remplacé par un plus récent",
    Resultat.RETENU: "L'envoi est retenu : l'agence doit décider",
}


def messages(rapport: Rapport) -> tuple[Message, ...]:
    """Given a report, return the files that go to `retour/`: under the id, and the latest."""
    name = "sans" if rapport.numero is None else str(rapport.numero)
    xml, text = xml_of(rapport), text_of(rapport).encode()
    found = [(f"accuse-{rapport.id}.xml", xml), (f"accuse-{rapport.id}.txt", text)]
    if rapport.numero is not None:
        found += [(f"accuse-{name}.xml", xml), (f"accuse-{name}.txt", text)]
    return tuple(
        Message(envoi=rapport.id, account=rapport.account, name=file, content=content)
        for file, content in found
    )


def xml_of(rapport: Rapport) -> bytes:
    """Given a report, return the accuse."""
    root = etree.Element(_tag("accuse"), nsmap={None: _NAMESPACE})  # type: ignore[dict-item]  # what lxml takes for "no prefix"
    _set(
        root,
        id=rapport.id,
        compte_sftp=rapport.account,
        domaine=rapport.domaine,
        numero=rapport.numero,
        essai=rapport.essai or None,
        code=rapport.code,
        resultat=str(rapport.resultat),
        recu_le=rapport.scelle_le,
        decide_le=rapport.decide_le,
    )
    for comptage in rapport.comptages:
        _nature(root, comptage)
    if rapport.documents:
        _set(etree.SubElement(root, _tag("documents")), **asdict(rapport.documents))
    for signalement in rapport.signalements:
        _probleme(root, signalement)
    for code, count in sorted(rapport.omis.items()):
        _set(etree.SubElement(root, _tag("omis")), code=code, nombre=count)
    for attendu in rapport.attendus:
        _set(etree.SubElement(root, _tag("fichier_attendu")), **attendu._asdict())
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def text_of(rapport: Rapport) -> str:
    """Given a report, return it as a person reads it."""
    return "\n".join(_lines(rapport)) + "\n"


def _lines(rapport: Rapport) -> Iterator[str]:
    numero = "sans numéro" if rapport.numero is None else f"n° {rapport.numero}"
    yield f"Envoi {numero} ({rapport.id})"
    yield f"{_PHRASES[rapport.resultat]}. Code {rapport.code}."
    yield f"Reçu le {rapport.scelle_le}, décidé le {rapport.decide_le} (heures UTC)."
    yield from _section("Contenu", [_counted(comptage) for comptage in rapport.comptages])
    if rapport.documents:
        values = (
            f"{name.replace('_', ' ')} : {n}" for name, n in asdict(rapport.documents).items()
        )
        yield from _section("Documents", list(values))
    for etat, title in (
        (Etat.NOUVEAU, "Problèmes nouveaux"),
        (Etat.PERSISTANT, "Problèmes qui demeurent"),
        (Etat.GUERI, "Problèmes résolus"),
    ):
        found = [_said(s) for s in rapport.signalements if s.etat is etat]
        yield from _section(title, found)
    yield from _section("Que corriger", _corrections(rapport))
    omitted = [f"{code} : {count} de plus, non listés" for code, count in rapport.omis.items()]
    yield from _section("Non listés", omitted)
    yield from _section("Fichiers à renvoyer", [_asked(each) for each in rapport.attendus])


def _corrections(rapport: Rapport) -> list[str]:
    """Return what to do about each code of a problem that stands, once."""
    standing = (s.problem for s in rapport.signalements if s.etat is not Etat.GUERI)
    found = {problem.code: problem.correction for problem in standing}
    return [f"{code} : {correction}" for code, correction in found.items()]


def _asked(attendu: Attendu) -> str:
    what, name = attendu.nature or "événement", attendu.evenement or attendu.id
    piece = f", pièce {attendu.piece}" if attendu.piece else ""
    return f"{attendu.nom} ({what} {attendu.entite}/{name}{piece}, sha256 {attendu.sha256})"


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  - {line}" for line in lines)


def _counted(comptage: Comptage) -> str:
    name = f"{comptage.nature} {comptage.entite}".rstrip()
    if comptage.ignoree:
        return f"{name} : identique au précédent ({comptage.recus})"
    return (
        f"{name} : {comptage.recus} reçus, {comptage.nouveaux} nouveaux, "
        f"{comptage.modifies} modifiés, {comptage.inchanges} inchangés, "
        f"{comptage.disparus} disparus, {comptage.sans_effet} sans effet"
    )


def _said(signalement: Signalement) -> str:
    problem = signalement.problem
    place = [
        problem.file or "",
        f"ligne {problem.line}" if problem.line else "",
        " ".join(filter(None, (problem.nature, problem.entite, problem.id))),
        problem.attribut or "",
    ]
    said = f"[{problem.severity} {problem.rule} {problem.code}] {problem.sentence}"
    said += f" — {', '.join(filter(None, place))}" if any(place) else ""
    said += f" ; trouvé « {problem.value} »" if problem.value is not None else ""
    return said + (f" ; attendu : {problem.expected}" if problem.expected else "")


def _nature(root: etree._Element, comptage: Comptage) -> None:
    counted = {f.name: getattr(comptage, f.name) for f in fields(comptage)}
    _set(
        etree.SubElement(root, _tag("nature")),
        nom=counted.pop("nature"),
        entite=counted.pop("entite") or None,
        ignoree=counted.pop("ignoree") or None,
        **counted,
    )


def _probleme(root: etree._Element, signalement: Signalement) -> None:
    problem = signalement.problem
    element = etree.SubElement(root, _tag("probleme"))
    element.text = _printable(problem.sentence)
    _set(
        element,
        code=problem.code,
        gravite=str(problem.severity),
        regle=problem.rule,
        etat=str(signalement.etat),
        fichier=problem.file,
        ligne=problem.line,
        nature=problem.nature,
        entite=problem.entite,
        id=problem.id,
        attribut=problem.attribut,
        valeur=problem.value,
        attendu=problem.expected,
    )


def _set(element: etree._Element, **attributes: str | float | None) -> None:
    for name, value in attributes.items():
        if isinstance(value, bool):
            element.set(name, "true" if value else "false")
        elif value is not None:
            element.set(name, _printable(str(value)))


def _printable(text: str) -> str:
    """Return a text without what XML 1.0 cannot hold: a client's names may have anything."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"
