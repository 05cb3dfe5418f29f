"""The buildings under syndic themselves: name, address, meeting, bank account.

Touches: nothing.
"""

from syncd.sample.calendrier import months_ago
from syncd.sample.patrimoine import Batiment, Immeuble
from syncd.sample.personnes import some_address
from syncd.sample.registre import Registre
from syncd.sample.words import BANQUES, RESIDENCES


def new_residence(registre: Registre, entite: str) -> Immeuble:
    """Given the entity of a syndic, write a building with its meeting and its bank account."""
    again, rank = divmod(registre.number("residence", 0), len(RESIDENCES))
    name = f"{RESIDENCES[rank]} {again + 1}" if again else RESIDENCES[rank]
    street, code_postal, ville = some_address(registre)
    iban, bic = _bank_account(registre)
    meeting = months_ago(registre.nuit, 6, registre.hasard.randint(4, 26))
    return registre.add(
        Immeuble(
            id=registre.identifier("I", entite),
            module="syndic",
            nom=f"Résidence {name}",
            adresse1=street,
            code_postal=code_postal,
            ville=ville,
            complet=True,
            derniere_ag=meeting,
            derniere_ag_comptes=meeting,
            titulaire=f"SDC {name}",
            iban=iban,
            bic=bic,
            batiments=(Batiment(code="A", nom="Bâtiment A"), Batiment(code="B", nom="Bâtiment B")),
        ),
        entite,
    )


def _bank_account(registre: Registre) -> tuple[str, str]:
    """Return an IBAN whose two keys are right, of a bank that does not exist, and its BIC."""
    banque, guichet, bic = registre.hasard.choice(BANQUES)
    compte = f"{registre.hasard.randint(1, 99_999_999_999):011d}"
    rib = 97 - (89 * int(banque) + 15 * int(guichet) + 3 * int(compte)) % 97
    bban = f"{banque}{guichet}{compte}{rib:02d}"
    key = 98 - int(f"{bban}152700") % 97
    return f"FR{key:02d}{bban}", bic
