"""What happens at the gérance between two nights: receipts, a notice, a departure.

Each function does its part when somebody is there for it, and tells it.
Touches: nothing.
"""

from dataclasses import replace
from datetime import timedelta

from syncd.sample.agence import Locataire
from syncd.sample.calendrier import eve, in_words, of_month
from syncd.sample.comptabilite import enter_rent
from syncd.sample.courriers_gerance import about_lease, receipt
from syncd.sample.location import depart, give_notice
from syncd.sample.patrimoine import Bail
from syncd.sample.personnes import full_name
from syncd.sample.publication import documents_of, end_of
from syncd.sample.registre import Registre
from syncd.sample.reglages import GERANCE, POLYNESIE
from syncd.sample.values import Classeur, Evenement, Modele, Tiers

_TOURS = 3
_COURT, _LONG = 12, 24
_NOMS = ("Quittances et reçus", "Quittances de loyer", "Quittances")


def send_receipts(registre: Registre) -> None:
    """A third of the tenants gets a receipt, and the books their entries."""
    day = eve(eve(registre.nuit))
    tour = (registre.numero - 2) // _TOURS
    objet = f"Quittance {of_month(day)}" if tour == 0 else f"Reçu du {in_words(day)}"
    tenants = [
        tenant
        for rank, tenant in enumerate(registre.locataires.values())
        if rank % _TOURS == registre.numero % _TOURS and tenant.etat != "parti"
    ]
    for tenant in tenants:
        receipt(registre, tenant, day, objet)
        enter_rent(registre, tenant, day)
    registre.tell(f"Nouvelles quittances : {len(tenants)} locataires.")


def take_notice(registre: Registre) -> None:
    """A tenant gives notice; he stays, and sees what he saw."""
    tenant = _present(registre)
    if tenant is None:
        return
    day = eve(registre.nuit)
    give_notice(registre, tenant, day, day + timedelta(days=92))
    registre.roles[tenant.tiers[0]] = "locataire en préavis"
    registre.tell(f"Préavis de {_name(registre, tenant)} enregistré (bail {tenant.bail}).")


def let_go(registre: Registre) -> None:
    """A tenant who had given notice has left: his account closes, the landlord sees the paper."""
    tenant = _leaving(registre)
    if tenant is None:
        return
    left = eve(eve(registre.nuit))
    depart(registre, tenant, left, eve(registre.nuit))
    about_lease(registre, tenant, "EDL", "État des lieux de sortie", left)
    registre.roles[tenant.tiers[0]] = "locataire parti"
    registre.tell(
        f"Départ de {_name(registre, tenant)} enregistré (bail {tenant.bail}),"
        " état des lieux de sortie publié."
    )


def rename_binder(registre: Registre) -> None:
    """The binder of the receipts gets another name: it keeps its documents (R-030)."""
    binder = next(
        known
        for known in registre.all(Classeur)
        if known.module == "gerance" and known.nom in {*_NOMS}
    )
    name = _NOMS[(_NOMS.index(binder.nom) + 1) % len(_NOMS)]
    registre.change(replace(binder, nom=name))
    registre.tell(f"Le classeur « {binder.nom} » s'appelle désormais « {name} ».")


def change_months(registre: Registre) -> None:
    """The statements are shown for 24 months instead of 12, or the reverse (R-054)."""
    before = registre.get(Modele, "RELG")
    after = replace(before, duree_mois=_COURT if before.duree_mois == _LONG else _LONG)
    registre.change(after)
    for entite in (GERANCE, POLYNESIE):
        for event in registre.all(Evenement, entite):
            if event.modele == after.code:
                _show_until(registre, entite, event, after)
    registre.tell(
        f"Le modèle « {after.libelle} » passe de {before.duree_mois} à {after.duree_mois} mois."
    )


def _show_until(registre: Registre, entite: str, event: Evenement, modele: Modele) -> None:
    for source in documents_of(entite, event):
        registre.documents[source] = replace(
            registre.documents[source], jusqu_au=end_of(event.traite_le, modele)
        )


def _present(registre: Registre) -> Locataire | None:
    """Return a tenant of the gérance who has not given notice."""
    known = (tenant for tenant in registre.locataires.values() if tenant.entite == GERANCE)
    return next((tenant for tenant in known if tenant.etat == "present"), None)


def _leaving(registre: Registre) -> Locataire | None:
    """Return the tenant of the gérance whose notice is the oldest."""
    leaving = {
        tenant.bail: tenant
        for tenant in registre.locataires.values()
        if tenant.entite == GERANCE and tenant.etat == "preavis"
    }
    leases = (lease for lease in registre.all(Bail, GERANCE) if lease.id in leaving)
    oldest = min(leases, key=lambda lease: str(lease.preavis_enregistre_le), default=None)
    return leaving[oldest.id] if oldest else None


def _name(registre: Registre, tenant: Locataire) -> str:
    return full_name(registre.get(Tiers, tenant.tiers[0]))
