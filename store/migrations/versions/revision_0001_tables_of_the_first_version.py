"""Tables of the first version.

Touches: the tables, in the transaction of who upgrades.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From None to 0001."""
    op.create_table(
        "a_envoyer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("envoi", AutoString(), nullable=False),
        sa.Column("account", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "acces",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("tiers", AutoString(), nullable=False),
        sa.Column("par_tiers", AutoString(), nullable=False),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("espace", AutoString(), nullable=False),
        sa.Column("portee", AutoString(), nullable=False),
        sa.Column("cible", AutoString(), nullable=False),
        sa.Column("niveau", AutoString(), nullable=False),
        sa.Column("du", AutoString(), nullable=True),
        sa.Column("jusqu_au", AutoString(), nullable=True),
        sa.Column("traite_depuis", sa.Date(), nullable=True),
        sa.Column("traite_jusqu_au", sa.Date(), nullable=True),
        sa.Column("motif_fin", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("acces", schema=None) as batch_op:
        batch_op.create_index("acces_cible", ["cible", "connu_jusqu_au"], unique=False)
        batch_op.create_index("acces_tiers", ["tiers", "connu_jusqu_au"], unique=False)
        batch_op.create_index(
            "acces_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "anomalies",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("nature", AutoString(), nullable=False),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("cle", AutoString(), nullable=False),
        sa.Column("attribut", AutoString(), nullable=True),
        sa.Column("valeur", AutoString(), nullable=True),
        sa.Column("attendu", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("anomalies", schema=None) as batch_op:
        batch_op.create_index(
            "anomalies_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "batiments",
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("nom", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "immeuble", "code"),
    )
    op.create_table(
        "baux",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("entree", sa.Date(), nullable=False),
        sa.Column("sortie", sa.Date(), nullable=True),
        sa.Column("preavis_enregistre_le", sa.Date(), nullable=True),
        sa.Column("depart_enregistre_le", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "classeurs",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("module", AutoString(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("proprietaire", sa.Boolean(), nullable=False),
        sa.Column("locataire", sa.Boolean(), nullable=False),
        sa.Column("coproprietaire", sa.Boolean(), nullable=False),
        sa.Column("membre", sa.Boolean(), nullable=False),
        sa.Column("president", sa.Boolean(), nullable=False),
        sa.Column("ajout", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("module", "numero"),
    )
    op.create_table(
        "comptes",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("genre", AutoString(), nullable=False),
        sa.Column("numero", AutoString(), nullable=False),
        sa.Column("publie", sa.Boolean(), nullable=False),
        sa.Column("solde", sa.BigInteger(), nullable=True),
        sa.Column("valide", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "connexions",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("tiers", AutoString(), nullable=False),
        sa.Column("identifiant", AutoString(), nullable=False),
        sa.Column("secret_empreinte", AutoString(), nullable=True),
        sa.Column("secret_condense", AutoString(), nullable=True),
        sa.Column("secret_recu_le", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("tiers"),
    )
    with op.batch_alter_table("connexions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_connexions_identifiant"), ["identifiant"], unique=False
        )

    op.create_table(
        "constats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("genre", AutoString(), nullable=False),
        sa.Column("cible", AutoString(), nullable=False),
        sa.Column("instant", AutoString(), nullable=False),
        sa.Column("cause", AutoString(), nullable=False),
        sa.Column("detail", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("constats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_constats_cible"), ["cible"], unique=False)

    op.create_table(
        "contenus",
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("taille", sa.BigInteger(), nullable=False),
        sa.Column("format", AutoString(), nullable=False),
        sa.Column("recu_le", AutoString(), nullable=False),
        sa.Column("envoi", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "contenus_a_retirer",
        sa.Column("sha256", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "contenus_sans_ligne",
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("depuis", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("genre", AutoString(), nullable=False),
        sa.Column("criteres", AutoString(), nullable=False),
        sa.Column("raison", AutoString(), nullable=False),
        sa.Column("qui", AutoString(), nullable=False),
        sa.Column("pris_le", AutoString(), nullable=False),
        sa.Column("jour", AutoString(), nullable=False),
        sa.Column("jusqu_au", AutoString(), nullable=True),
        sa.Column("clos_le", AutoString(), nullable=True),
        sa.Column("clos_par", AutoString(), nullable=True),
        sa.Column("clos_raison", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "detentions",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("lot", AutoString(), nullable=False),
        sa.Column("fiche", AutoString(), nullable=False),
        sa.Column("du", sa.Date(), nullable=False),
        sa.Column("au", sa.Date(), nullable=True),
        sa.Column("mutation_enregistree_le", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "lot", "fiche", "du"),
    )
    op.create_table(
        "dossiers",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("type", AutoString(), nullable=False),
        sa.Column("theme", AutoString(), nullable=True),
        sa.Column("immeuble", AutoString(), nullable=True),
        sa.Column("batiment", AutoString(), nullable=True),
        sa.Column("objet", AutoString(), nullable=True),
        sa.Column("fournisseur", AutoString(), nullable=True),
        sa.Column("du", sa.Date(), nullable=True),
        sa.Column("au", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "droits",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("classeur", AutoString(), nullable=False),
        sa.Column("niveau", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("droits", schema=None) as batch_op:
        batch_op.create_index(
            "droits_classeur", ["classeur", "niveau", "connu_jusqu_au"], unique=False
        )
        batch_op.create_index(
            "droits_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "entites",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("pays", AutoString(), nullable=False),
        sa.Column("devise", AutoString(), nullable=False),
        sa.Column("fuseau", AutoString(), nullable=False),
        sa.Column("adresse1", AutoString(), nullable=True),
        sa.Column("adresse2", AutoString(), nullable=True),
        sa.Column("adresse3", AutoString(), nullable=True),
        sa.Column("code_postal", AutoString(), nullable=True),
        sa.Column("ville", AutoString(), nullable=True),
        sa.Column("telephone", AutoString(), nullable=True),
        sa.Column("email", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "envois",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("account", AutoString(), nullable=False),
        sa.Column("domaine", AutoString(), nullable=True),
        sa.Column("numero", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("manifeste", AutoString(), nullable=True),
        sa.Column("essai", sa.Boolean(), nullable=False),
        sa.Column("resultat", AutoString(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("scelle_le", AutoString(), nullable=False),
        sa.Column("decide_le", AutoString(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("rapport", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("envois", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_envois_numero"), ["numero"], unique=False)

    op.create_table(
        "evenements",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("modele", AutoString(), nullable=False),
        sa.Column("objet", AutoString(), nullable=False),
        sa.Column("traite_le", sa.Date(), nullable=False),
        sa.Column("cree_le", AutoString(), nullable=False),
        sa.Column("publie_le", AutoString(), nullable=True),
        sa.Column("dossier", AutoString(), nullable=True),
        sa.Column("confidentiel", sa.Boolean(), nullable=False),
        sa.Column("ecriture_comptable", sa.Boolean(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=True),
        sa.Column("lot", AutoString(), nullable=True),
        sa.Column("compte", AutoString(), nullable=True),
        sa.Column("bail", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "fiches_coproprietaires",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("correspondant", AutoString(), nullable=True),
        sa.Column("membre_cs", sa.Boolean(), nullable=False),
        sa.Column("president_cs", sa.Boolean(), nullable=False),
        sa.Column("resident", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "fichiers_appliques",
        sa.Column("nature", AutoString(), nullable=False),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("lecture", AutoString(), nullable=False),
        sa.Column("envoi", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("nature", "entite"),
    )
    op.create_table(
        "immeubles",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("module", AutoString(), nullable=False),
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("adresse1", AutoString(), nullable=True),
        sa.Column("adresse2", AutoString(), nullable=True),
        sa.Column("adresse3", AutoString(), nullable=True),
        sa.Column("code_postal", AutoString(), nullable=True),
        sa.Column("ville", AutoString(), nullable=True),
        sa.Column("fuseau", AutoString(), nullable=True),
        sa.Column("complet", sa.Boolean(), nullable=False),
        sa.Column("ancien_decret", sa.Boolean(), nullable=False),
        sa.Column("derniere_ag", sa.Date(), nullable=True),
        sa.Column("prochaine_ag", sa.Date(), nullable=True),
        sa.Column("derniere_ag_comptes", sa.Date(), nullable=True),
        sa.Column("gardien", AutoString(), nullable=True),
        sa.Column("titulaire", AutoString(), nullable=True),
        sa.Column("iban", AutoString(), nullable=True),
        sa.Column("bic", AutoString(), nullable=True),
        sa.Column("rib", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "lots",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("immeuble", AutoString(), nullable=False),
        sa.Column("batiment", AutoString(), nullable=True),
        sa.Column("numero", AutoString(), nullable=False),
        sa.Column("type", AutoString(), nullable=False),
        sa.Column("etage", AutoString(), nullable=True),
        sa.Column("adresse1", AutoString(), nullable=True),
        sa.Column("adresse2", AutoString(), nullable=True),
        sa.Column("adresse3", AutoString(), nullable=True),
        sa.Column("critere2", AutoString(), nullable=True),
        sa.Column("tantiemes", sa.Integer(), nullable=True),
        sa.Column("meuble", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "lots_baux",
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("bail", AutoString(), nullable=False),
        sa.Column("lot", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "bail", "lot"),
    )
    op.create_table(
        "lots_mandats",
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("mandat", AutoString(), nullable=False),
        sa.Column("lot", AutoString(), nullable=False),
        sa.Column("du", sa.Date(), nullable=False),
        sa.Column("au", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "mandat", "lot", "du"),
    )
    op.create_table(
        "mandats",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("du", sa.Date(), nullable=False),
        sa.Column("inactif_le", sa.Date(), nullable=True),
        sa.Column("inactivite_enregistree_le", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "id"),
    )
    op.create_table(
        "modeles",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("libelle", AutoString(), nullable=False),
        sa.Column("genre", AutoString(), nullable=False),
        sa.Column("module", AutoString(), nullable=True),
        sa.Column("classeur", sa.Integer(), nullable=True),
        sa.Column("duree_mois", AutoString(), nullable=True),
        sa.Column("grouper_par_dossier", sa.Boolean(), nullable=False),
        sa.Column("prefixer_reference", sa.Boolean(), nullable=False),
        sa.Column("noms_pieces_jointes", sa.Boolean(), nullable=False),
        sa.Column("notifier", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "ordres",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("genre", AutoString(), nullable=False),
        sa.Column("cible", AutoString(), nullable=False),
        sa.Column("cree_le", AutoString(), nullable=False),
        sa.Column("reponse", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "parametres",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("element", AutoString(), nullable=False),
        sa.Column("publier_factures", sa.Boolean(), nullable=False),
        sa.Column("ignorer_controle_pieces", sa.Boolean(), nullable=False),
        sa.Column("regrouper_tresorerie_proprietaire", sa.Boolean(), nullable=False),
        sa.Column("regrouper_tresorerie_locataire", sa.Boolean(), nullable=False),
        sa.Column("regrouper_tresorerie_coproprietaire", sa.Boolean(), nullable=False),
        sa.Column("exclure_analytiques", sa.Boolean(), nullable=False),
        sa.Column("noms_pieces_jointes", sa.Boolean(), nullable=False),
        sa.Column("depublier_locataire_preavis", sa.Boolean(), nullable=False),
        sa.Column("depublier_locataire_depart", sa.Boolean(), nullable=False),
        sa.Column("depublier_proprietaire_mandat_inactif", sa.Boolean(), nullable=False),
        sa.Column("depublier_vendeur_mutation", sa.Boolean(), nullable=False),
        sa.Column("masquer_coordonnees_bancaires", sa.Boolean(), nullable=False),
        sa.Column("envoyer_depenses", sa.Boolean(), nullable=False),
        sa.Column("envoyer_fonds_102", sa.Boolean(), nullable=False),
        sa.Column("classeur_factures", sa.Integer(), nullable=True),
        sa.Column("classeur_assemblees", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("element"),
    )
    op.create_table(
        "pieces",
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("evenement", AutoString(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("type", AutoString(), nullable=False),
        sa.Column("rang", AutoString(), nullable=False),
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("retiree", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entite", "evenement", "id"),
    )
    op.create_table(
        "publication",
        sa.Column("ligne", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(), nullable=False),
        sa.Column("connu_du", AutoString(), nullable=False),
        sa.Column("connu_jusqu_au", AutoString(), nullable=True),
        sa.Column("cause_du", AutoString(), nullable=False),
        sa.Column("cause_jusqu_au", AutoString(), nullable=True),
        sa.Column("document", AutoString(), nullable=False),
        sa.Column("contenu", AutoString(), nullable=True),
        sa.Column("portee", AutoString(), nullable=True),
        sa.Column("cible", AutoString(), nullable=True),
        sa.Column("classeur", AutoString(), nullable=True),
        sa.Column("titre", AutoString(), nullable=False),
        sa.Column("rangement", AutoString(), nullable=False),
        sa.Column("traite_le", sa.Date(), nullable=False),
        sa.Column("visible_du", AutoString(), nullable=True),
        sa.Column("visible_jusqu_au", AutoString(), nullable=True),
        sa.Column("etat", AutoString(), nullable=False),
        sa.Column("motif", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("ligne"),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(
            "publication_cible", ["cible", "portee", "connu_jusqu_au"], unique=False
        )
        batch_op.create_index("publication_document", ["document", "connu_jusqu_au"], unique=False)
        batch_op.create_index(
            "publication_vraie",
            ["empreinte"],
            unique=True,
            sqlite_where=sa.text("connu_jusqu_au IS NULL"),
            postgresql_where=sa.text("connu_jusqu_au IS NULL"),
        )

    op.create_table(
        "relations",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("super_tiers", AutoString(), nullable=False),
        sa.Column("tiers", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("super_tiers", "tiers"),
    )
    op.create_table(
        "taches",
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("agenda", AutoString(), nullable=False),
        sa.Column("fuseau", AutoString(), nullable=False),
        sa.Column("depuis", AutoString(), nullable=False),
        sa.Column("creneau", AutoString(), nullable=True),
        sa.Column("commence_le", AutoString(), nullable=True),
        sa.Column("fini_le", AutoString(), nullable=True),
        sa.Column("resultat", AutoString(), nullable=True),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("nom"),
    )
    op.create_table(
        "themes",
        sa.Column("element", AutoString(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("libelle", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("element", "code"),
    )
    op.create_table(
        "tiers",
        sa.Column("absent_depuis", AutoString(), nullable=True),
        sa.Column("absent_par", AutoString(), nullable=True),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("civilite", AutoString(), nullable=True),
        sa.Column("nom", AutoString(), nullable=False),
        sa.Column("prenom", AutoString(), nullable=True),
        sa.Column("adresse1", AutoString(), nullable=True),
        sa.Column("adresse2", AutoString(), nullable=True),
        sa.Column("adresse3", AutoString(), nullable=True),
        sa.Column("code_postal", AutoString(), nullable=True),
        sa.Column("ville", AutoString(), nullable=True),
        sa.Column("pays", AutoString(), nullable=True),
        sa.Column("email", AutoString(), nullable=True),
        sa.Column("telephone", AutoString(), nullable=True),
        sa.Column("mobile", AutoString(), nullable=True),
        sa.Column("activite", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "titulaires",
        sa.Column("entite", AutoString(), nullable=False),
        sa.Column("compte", AutoString(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("tiers", AutoString(), nullable=False),
        sa.Column("au", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entite", "compte", "rang"),
    )
    op.create_table(
        "version_schema",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
