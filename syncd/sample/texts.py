"""The texts of the sample's letters, one per kind, in French as an agency writes them.

`{objet}`, `{date}` and `{emetteur}` are filled by `syncd/sample/letters.py`.
Touches: nothing.
"""

import struct
from base64 import b64encode
from typing import NamedTuple
from zlib import adler32, crc32

_SYNDIC = ("Pour le syndic,", "Le gestionnaire de copropriété")
_GERANCE = ("Pour l'agence,", "Le service gérance")
POLITESSE = (
    "Nous vous prions d'agréer, Madame, Monsieur, l'expression de nos salutations distinguées."
)


class Gabarit(NamedTuple):
    """One kind of letter; `total` is the label of the sum of its amounts, if it has one."""

    paragraphes: tuple[str, ...]
    signature: tuple[str, ...] = _SYNDIC
    total: str = ""
    est_lettre: bool = True


def _logo() -> str:
    """Return a small image as a `data:` address: a PNG whose data is stored, not compressed."""
    rows = b"".join(
        b"\x00" + bytes(channel for x in range(8) for channel in (33, 84 + 8 * x, 120 + 8 * y))
        for y in range(8)
    )
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(rows), 0xFFFF ^ len(rows)) + rows
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)),
        (b"IDAT", stored + struct.pack(">I", adler32(rows))),
        (b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))
        for name, data in chunks
    )
    return "data:image/png;base64," + b64encode(png).decode()


LOGO = _logo()

GABARITS: dict[str, Gabarit] = {
    "pv": Gabarit(
        (
            (
                "Les copropriétaires de la résidence se sont réunis en assemblée générale sur"
                " convocation régulière du syndic. La feuille de présence, émargée par chaque"
                " copropriétaire présent ou représenté, est arrêtée à 18 h 10."
            ),
            (
                "Première résolution : élection du président de séance (majorité de l'article 24)."
                " Résolution adoptée à l'unanimité des voix exprimées."
            ),
            (
                "Deuxième résolution : approbation des comptes de l'exercice écoulé (article 24)."
                " Après en avoir délibéré, l'assemblée générale approuve en leur forme, teneur,"
                " imputation et répartition les comptes des charges de l'exercice. Résolution"
                " adoptée."
            ),
            "Troisième résolution : quitus au syndic (article 24). Résolution adoptée.",
            (
                "Quatrième résolution : désignation du syndic {emetteur} pour une durée de douze"
                " mois (article 25). Résolution adoptée."
            ),
            (
                "Cinquième résolution : désignation des membres du conseil syndical (article 25)."
                " Sont élus à la majorité requise les copropriétaires candidats."
            ),
            (
                "Sixième résolution : budget prévisionnel de l'exercice à venir (article 24). Le"
                " budget détaillé par postes, joint à la convocation, est adopté. Les provisions"
                " sont exigibles le premier jour de chaque trimestre."
            ),
            (
                "Septième résolution : travaux de ravalement des façades (article 24)."
                " L'assemblée, ayant pris connaissance des devis et de l'avis du conseil syndical,"
                " retient l'offre la mieux disante et autorise le syndic à passer commande."
            ),
            (
                "Huitième résolution : cotisation au fonds de travaux (article 25). Elle est fixée"
                " à 5 % du budget prévisionnel."
            ),
            (
                "L'ordre du jour étant épuisé, la séance est levée à 20 h 45. Les actions en"
                " contestation doivent, à peine de déchéance, être introduites dans les deux mois"
                " de la notification du présent procès-verbal, par les copropriétaires opposants"
                " ou défaillants."
            ),
        ),
        ("Le président de séance,", "Le secrétaire,"),
        est_lettre=False,
    ),
    "document": Gabarit(
        (
            "{emetteur} met à la disposition des copropriétaires le document suivant : {objet}.",
            (
                "Il a été établi le {date} à partir des éléments en notre possession. Toute"
                " observation peut être adressée au gestionnaire de l'immeuble."
            ),
        ),
        est_lettre=False,
    ),
    "conseil": Gabarit(
        (
            "Document réservé aux membres du conseil syndical, à ne pas diffuser.",
            "Vous trouverez ci-dessous les éléments arrêtés au {date} : {objet}.",
        ),
        est_lettre=False,
    ),
    "liste": Gabarit(
        (
            (
                "Liste établie par le syndic pour le conseil syndical le {date}, article 21 de la"
                " loi du 10 juillet 1965. Elle indique le nom de chaque copropriétaire et ses"
                " tantièmes."
            ),
        ),
        est_lettre=False,
    ),
    "appel": Gabarit(
        (
            "Madame, Monsieur,",
            (
                "Conformément au budget prévisionnel voté par l'assemblée générale, nous vous"
                " prions de trouver ci-dessous l'appel de fonds relatif à vos lots. Il est"
                " exigible le premier jour du trimestre."
            ),
        ),
        total="Total à payer",
    ),
    "charges": Gabarit(
        (
            "Madame, Monsieur,",
            (
                "Les comptes de l'exercice ayant été approuvés, voici le relevé des charges qui"
                " vous incombent et des provisions que vous avez versées."
            ),
        ),
        total="Solde de l'exercice",
    ),
    "courrier": Gabarit(
        (
            "Madame, Monsieur,",
            (
                "Nous revenons vers vous au sujet de l'affaire citée en objet. Vous voudrez bien"
                " prendre contact avec notre service dès réception, afin de convenir ensemble de"
                " la suite à donner."
            ),
            (
                "Nous restons à votre disposition pour tout renseignement complémentaire, du lundi"
                " au vendredi, de 9 h à 12 h et de 14 h à 18 h (17 h le vendredi)."
            ),
        ),
    ),
    "facture": Gabarit(
        (
            (
                "Facture payable à trente jours, sans escompte. Tout retard entraîne des pénalités"
                " au taux légal et une indemnité forfaitaire de recouvrement de 40 €."
            ),
        ),
        ("Bon pour paiement",),
        "Montant TTC",
        est_lettre=False,
    ),
    "quittance": Gabarit(
        (
            (
                "Nous soussignés {emetteur}, mandataires du bailleur, reconnaissons avoir reçu du"
                " locataire désigné ci-dessus les sommes suivantes, au titre du loyer et des"
                " charges du logement."
            ),
            (
                "Cette quittance annule tous les reçus qui auraient pu être donnés pour acompte"
                " sur le présent terme. Elle est délivrée sous réserve de tous nos droits."
            ),
        ),
        _GERANCE,
        "Total reçu",
        est_lettre=False,
    ),
    "avis": Gabarit(
        (
            "Madame, Monsieur,",
            (
                "Nous vous informons que les sommes suivantes seront exigibles le premier jour du"
                " mois."
            ),
        ),
        _GERANCE,
        "Total à régler",
    ),
    "gerance": Gabarit(
        (
            "Madame, Monsieur,",
            (
                "Voici le relevé des opérations faites pour votre compte. Le solde vous est versé"
                " par virement dans les huit jours."
            ),
        ),
        _GERANCE,
        "Solde en votre faveur",
    ),
    "bail": Gabarit(
        (
            (
                "Entre le bailleur, représenté par {emetteur}, et le locataire désigné ci-dessus,"
                " il est convenu ce qui suit. Le présent document est établi en trois exemplaires."
            ),
            (
                "Le logement est soumis à la loi du 6 juillet 1989. Le locataire déclare l'avoir"
                " visité et s'engage à l'occuper paisiblement, à l'assurer et à en payer le loyer"
                " au terme convenu."
            ),
            "Fait le {date}, après lecture par chacune des parties.",
        ),
        ("Le bailleur,", "Le locataire,"),
        est_lettre=False,
    ),
    "edl": Gabarit(
        (
            "{objet}, dressé contradictoirement le {date} entre {emetteur} et le locataire.",
            (
                "Entrée : peinture et sol en bon état. Séjour : parquet, usure normale, une rayure"
                " près de la fenêtre. Cuisine : évier, plaque et hotte en état de marche. Salle de"
                " bain : joints propres, aucun élément fêlé. Compteurs relevés en présence du"
                " locataire."
            ),
            "Clés remises : deux de la porte palière, deux de la boîte aux lettres, un badge.",
        ),
        ("Pour le bailleur,", "Le locataire,"),
        est_lettre=False,
    ),
}
