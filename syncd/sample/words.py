"""Word lists of the imaginary agency: names, streets, towns, suppliers, months.

Phone numbers begin with prefixes that ARCEP keeps for fiction; mail addresses use example.org.
Touches: nothing.
"""

PRENOMS_FEMININS = (
    "Anne", "Béatrice", "Camille", "Chantal", "Claire", "Corinne", "Delphine", "Élise", "Emma",
    "Fatima", "Florence", "Françoise", "Gaëlle", "Hélène", "Inès", "Isabelle", "Jeanne", "Joëlle",
    "Julie", "Laure", "Léa", "Lucie", "Manon", "Marie-Noëlle", "Nadia", "Nathalie", "Océane",
    "Pauline", "Rachel", "Sabrina", "Sandrine", "Sophie", "Sylvie", "Valérie", "Yasmine", "Zoé",
)  # fmt: skip
PRENOMS_MASCULINS = (
    "Alain", "Antoine", "Aurélien", "Benoît", "Bruno", "Cédric", "Christophe", "Damien", "Denis",
    "Éric", "Étienne", "Fabrice", "Farid", "François", "Gérard", "Grégoire", "Hugo", "Jean-Marc",
    "Jérôme", "Joël", "Karim", "Laurent", "Loïc", "Luc", "Mathieu", "Mickaël", "Nicolas",
    "Olivier", "Patrick", "Philippe", "Raphaël", "Rémi", "Samir", "Stéphane", "Thierry", "Yann",
)  # fmt: skip
NOMS = (
    "Abadie", "Arnaud", "Aubert", "Barbier", "Baudry", "Béguin", "Benali", "Bertrand", "Blanchet",
    "Bonnet", "Bouchard", "Boyer", "Brunet", "Carlier", "Charpentier", "Chevalier", "Colas",
    "Courtois", "D'Almeida", "Da Silva", "Delaunay", "Deschamps", "Diallo", "Dupuis", "Étienne",
    "Fabre", "Faure", "Ferreira", "Fontaine", "Fournier", "Gaillard", "Garnier", "Gauthier",
    "Girard", "Guérin", "Guillot", "Haddad", "Hamon", "Hébert", "Jacquet", "Joly", "Lacroix",
    "Lambert", "Le Bihan", "Leblanc", "Lefèvre", "Lemaître", "Leroy", "Marchand", "Martinez",
    "Mercier", "Meunier", "Millet", "Moreau", "Nadir", "N'Guyen", "Noël", "Olivier", "Pâris",
    "Pelletier", "Perrin", "Petit", "Picard", "Poulain", "Prévost", "Renard", "Rivière", "Roux",
    "Roussel", "Rousseau", "Sanchez", "Saint-Martin", "Schmitt", "Tessier", "Thévenet", "Tournier",
    "Vallée", "Vasseur", "Vidal", "Weber",
)  # fmt: skip
NOMS_POLYNESIENS = (
    "Faatau",
    "Hauata",
    "Maono",
    "Pihaatae",
    "Tehei",
    "Temarii",
    "Teriitahi",
    "Tuheiava",
)
RUES = (
    "rue des Acacias", "rue Victor-Hugo", "avenue de la République", "rue du Général-Leclerc",
    "cours Gambetta", "rue de l'Église", "boulevard Voltaire", "rue Pasteur", "allée des Tilleuls",
    "quai des Célestins", "rue du Moulin-à-Vent", "place Bellecour", "rue Jean-Jaurès",
    "impasse des Lilas", "montée de la Grande-Côte", "rue des Trois-Maries", "chemin du Vallon",
    "avenue Maréchal-Foch", "rue Saint-Exupéry", "rue de Créqui",
)  # fmt: skip
VILLES = (
    ("69001", "Lyon"), ("69003", "Lyon"), ("69006", "Lyon"), ("69100", "Villeurbanne"),
    ("69300", "Caluire-et-Cuire"), ("69500", "Bron"), ("38000", "Grenoble"),
    ("42000", "Saint-Étienne"), ("71000", "Mâcon"), ("01000", "Bourg-en-Bresse"),
)  # fmt: skip
VILLES_LOINTAINES = (
    ("75011", "Paris"), ("13002", "Marseille"), ("33000", "Bordeaux"), ("44000", "Nantes"),
    ("67000", "Strasbourg"), ("31000", "Toulouse"), ("74000", "Annecy"), ("06000", "Nice"),
)  # fmt: skip
VILLES_POLYNESIENNES = (("98714", "Papeete"), ("98702", "Faa'a"), ("98716", "Pirae"))
RESIDENCES = (
    "Les Tilleuls", "Le Clos Fleuri", "Les Terrasses du Parc", "Le Belvédère", "Les Cèdres",
    "Villa Montaigne", "Le Saint-Clair", "Les Jardins d'Arcadie", "L'Orangerie", "Le Grand Large",
    "Les Hêtres", "Le Vieux Moulin", "Les Balcons de Fourvière", "Le Carré Vert", "La Roseraie",
)  # fmt: skip
FOURNISSEURS = (
    ("Ascenseurs Rhône", "Ascenseur"), ("Plomberie Bâtisseur", "Plomberie"),
    ("Élec & Services", "Électricité"), ("Net'Hall Propreté", "Nettoyage"),
    ("Toitures du Forez", "Couverture"), ("Espaces Verts Lyonnais", "Espaces verts"),
    ("Chauffage Confort", "Chauffage"), ("Serrurerie Martin & Fils", "Serrurerie"),
)  # fmt: skip
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
BANQUES = (
    ("30099", "00123", "EXLYFRPP"), ("19999", "04567", "EXRHFR2L"),
    ("11888", "00890", "EXFOFRP1XXX"),
)  # fmt: skip
CLASSEURS_GERANCE = (
    "Baux", "Etats des lieux", "Quittances", "Avis d'échéance", "Relevés de gérance", "Mandats",
    "Courriers", "Factures", "Travaux", "Sinistres", "Assurances", "Diagnostics",
    "Taxes foncières", "Revenus fonciers", "Régularisations de charges", "Divers",
)  # fmt: skip
CLASSEURS_SYNDIC = (
    "Assemblées générales", "Appels de fonds", "Carnet d'entretien", "Contrats", "Courriers",
    "Contrat de syndic", "Diagnostics", "Divers", "Interventions / Travaux",
    "Règlement de copropriété", "Relevés des charges et produits", "Factures", "Conseil syndical",
)  # fmt: skip
