BEGIN TRANSACTION;
CREATE TABLE a_envoyer (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	envoi VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	content BLOB NOT NULL
);
INSERT INTO "a_envoyer" VALUES(1,'20261124T110000-lsc-1-0001','lsc','accuse-1.xml',X'3C6163637573652F3E');
CREATE TABLE acces (
	ligne INTEGER NOT NULL, 
	empreinte BLOB NOT NULL, 
	connu_du VARCHAR NOT NULL, 
	connu_jusqu_au VARCHAR, 
	cause_du VARCHAR NOT NULL, 
	cause_jusqu_au VARCHAR, 
	tiers VARCHAR NOT NULL, 
	par_tiers VARCHAR NOT NULL, 
	compte VARCHAR NOT NULL, 
	espace VARCHAR NOT NULL, 
	portee VARCHAR NOT NULL, 
	cible VARCHAR NOT NULL, 
	niveau VARCHAR NOT NULL, 
	du VARCHAR, 
	jusqu_au VARCHAR, 
	traite_depuis DATE, 
	traite_jusqu_au DATE, 
	motif_fin VARCHAR, 
	PRIMARY KEY (ligne)
);
INSERT INTO "acces" VALUES(1,X'78F3BD5B9891724BFA5D4B58D6B5BFAF','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T6','T6','G1/C5','locataire','compte','G1/C5','locataire',NULL,'2026-08-16T22:00:00.000Z',NULL,NULL,'ACCOUNT_DEPARTURE');
INSERT INTO "acces" VALUES(2,X'55A28636F0AF7063AE149ECE99B1CA3C','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T4','T4','G1/C4','proprietaire','compte','G1/C4','proprietaire',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(3,X'8552645595B6ED060103B84F72360BAE','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T5','T5','G1/C6','locataire','immeuble','G1/I2','locataire','2026-08-31T22:00:00.000Z',NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(4,X'E27C2D0CA3D0F909625FC706B34AD482','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T1','T1','S1/C1','coproprietaire','compte','S1/C1','president','2010-05-31T22:00:00.000Z',NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(5,X'12FBFB96E871D2A62306CF3E018EC61B','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T2','T2','S1/C2','coproprietaire','immeuble','S1/I1','membre','2015-09-09T22:00:00.000Z',NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(6,X'56064AB10382FEE37C9C43B5B70EA721','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T3','T3','S1/C3','coproprietaire','immeuble','S1/I1','coproprietaire','2019-03-14T23:00:00.000Z',NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(7,X'A1DB0663DCB6D500657B3AC8FDDA64E1','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T6','T6','G1/C5','locataire','immeuble','G1/I2','locataire','2023-08-31T22:00:00.000Z','2026-08-15T22:00:00.000Z',NULL,NULL,NULL);
INSERT INTO "acces" VALUES(8,X'71E68E5B589F45CA55F9E5F2FC9AD013','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T1','T1','S1/C1','coproprietaire','immeuble','S1/I1','president','2010-05-31T22:00:00.000Z',NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(9,X'55A87B57A10D770141B2CA2B7A1A6A11','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T2','T2','S1/C2','coproprietaire','compte','S1/C2','membre','2015-09-09T22:00:00.000Z',NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(10,X'43A61B2F359B358BACEF5B0624EEE19A','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T2','T2','S1/C2','coproprietaire','compte','S1/C2','coproprietaire',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(11,X'988C5062A1E3D82C2AB0EF56B8B4FD29','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T3','T3','S1/C3','coproprietaire','compte','S1/C3','coproprietaire',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(12,X'38D0A761B17DEFEC7DA34F0F67092B59','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T5','T5','G1/C6','locataire','compte','G1/C6','locataire',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(13,X'BD252CD923880BB11B8386D6A8C528CF','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T1','T1','S1/C1','coproprietaire','compte','S1/C1','coproprietaire',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "acces" VALUES(14,X'0D13B6F6A5684A7DD4F3189A0935813A','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'T4','T4','G1/C4','proprietaire','immeuble','G1/I2','proprietaire','2019-12-31T23:00:00.000Z',NULL,NULL,NULL,NULL);
CREATE TABLE anomalies (
	ligne INTEGER NOT NULL, 
	empreinte BLOB NOT NULL, 
	connu_du VARCHAR NOT NULL, 
	connu_jusqu_au VARCHAR, 
	cause_du VARCHAR NOT NULL, 
	cause_jusqu_au VARCHAR, 
	code VARCHAR NOT NULL, 
	nature VARCHAR NOT NULL, 
	entite VARCHAR NOT NULL, 
	cle VARCHAR NOT NULL, 
	attribut VARCHAR, 
	valeur VARCHAR, 
	attendu VARCHAR, 
	PRIMARY KEY (ligne)
);
INSERT INTO "anomalies" VALUES(1,X'81F7C6E21D7EC3A65245D20B11BE25FE','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'INVOICE_WITHOUT_ENTRY','evenements','S1','E5','piece a',NULL,NULL);
CREATE TABLE batiments (
	entite VARCHAR NOT NULL, 
	immeuble VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	nom VARCHAR NOT NULL, 
	PRIMARY KEY (entite, immeuble, code)
);
INSERT INTO "batiments" VALUES('S1','I1','A','Bâtiment A');
CREATE TABLE baux (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	entite VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	compte VARCHAR NOT NULL, 
	entree DATE NOT NULL, 
	sortie DATE, 
	preavis_enregistre_le DATE, 
	depart_enregistre_le DATE, 
	PRIMARY KEY (entite, id)
);
INSERT INTO "baux" VALUES(NULL,NULL,'G1','B1','C5','2023-09-01','2026-08-15','2026-05-14','2026-08-17');
INSERT INTO "baux" VALUES(NULL,NULL,'G1','B2','C6','2026-09-01',NULL,NULL,NULL);
CREATE TABLE classeurs (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	module VARCHAR NOT NULL, 
	numero INTEGER NOT NULL, 
	nom VARCHAR NOT NULL, 
	parent INTEGER, 
	proprietaire BOOLEAN NOT NULL, 
	locataire BOOLEAN NOT NULL, 
	coproprietaire BOOLEAN NOT NULL, 
	membre BOOLEAN NOT NULL, 
	president BOOLEAN NOT NULL, 
	ajout BOOLEAN NOT NULL, 
	PRIMARY KEY (module, numero)
);
INSERT INTO "classeurs" VALUES(NULL,NULL,'syndic',1,'Assemblées générales',NULL,0,0,1,1,1,0);
INSERT INTO "classeurs" VALUES(NULL,NULL,'syndic',2,'Conseil syndical',NULL,0,0,0,1,1,0);
INSERT INTO "classeurs" VALUES(NULL,NULL,'syndic',3,'Appels de fonds',NULL,0,0,1,1,1,0);
INSERT INTO "classeurs" VALUES(NULL,NULL,'syndic',4,'Courriers',NULL,0,0,1,1,1,0);
INSERT INTO "classeurs" VALUES(NULL,NULL,'syndic',5,'Factures',NULL,0,0,0,1,1,0);
INSERT INTO "classeurs" VALUES(NULL,NULL,'gerance',1,'Quittances',NULL,0,1,0,0,0,0);
INSERT INTO "classeurs" VALUES(NULL,NULL,'gerance',2,'Etats des lieux',NULL,1,1,0,0,0,0);
INSERT INTO "classeurs" VALUES(NULL,NULL,'gerance',3,'Relevés de gérance',NULL,1,0,0,0,0,0);
CREATE TABLE comptes (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	entite VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	genre VARCHAR NOT NULL, 
	numero VARCHAR NOT NULL, 
	publie BOOLEAN NOT NULL, 
	solde BIGINT, 
	valide BOOLEAN NOT NULL, 
	PRIMARY KEY (entite, id)
);
INSERT INTO "comptes" VALUES(NULL,NULL,'G1','C4','proprietaire','4670004',1,-64000,0);
INSERT INTO "comptes" VALUES(NULL,NULL,'G1','C5','locataire','4110005',1,0,0);
INSERT INTO "comptes" VALUES(NULL,NULL,'G1','C6','locataire','4110006',1,0,0);
INSERT INTO "comptes" VALUES(NULL,NULL,'S1','C1','coproprietaire','4500001',1,0,0);
INSERT INTO "comptes" VALUES(NULL,NULL,'S1','C2','coproprietaire','4500002',1,-1520,0);
INSERT INTO "comptes" VALUES(NULL,NULL,'S1','C3','coproprietaire','4500003',1,31250,0);
INSERT INTO "comptes" VALUES(NULL,NULL,'S1','C9','fournisseur','4010009',0,NULL,1);
CREATE TABLE connexions (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	tiers VARCHAR NOT NULL, 
	identifiant VARCHAR NOT NULL, 
	secret_empreinte VARCHAR, 
	secret_condense VARCHAR, 
	secret_recu_le VARCHAR, 
	PRIMARY KEY (tiers)
);
INSERT INTO "connexions" VALUES(NULL,NULL,'T1','anne.moreau','b6919e23c3f9f78d4f14308a4a97feab34f69bc8309c9770ab90e3fef3e0aba6','$argon2id$v=19$m=19456,t=2,p=1$OIaFpYcYGfqm4eNkIVQOgQ$n7JwH5rglPHQiU35epIXEU9cINVHFE73gfaPfNZPzfY','2026-11-24T11:00:00.000Z');
INSERT INTO "connexions" VALUES(NULL,NULL,'T2','bruno.petit',NULL,NULL,NULL);
INSERT INTO "connexions" VALUES(NULL,NULL,'T3','claire.roux',NULL,NULL,NULL);
INSERT INTO "connexions" VALUES(NULL,NULL,'T4','denis.leroy',NULL,NULL,NULL);
INSERT INTO "connexions" VALUES(NULL,NULL,'T5','emma.faure',NULL,NULL,NULL);
INSERT INTO "connexions" VALUES(NULL,NULL,'T6','farid.nadir',NULL,NULL,NULL);
INSERT INTO "connexions" VALUES(NULL,NULL,'T8','hugo.garnier',NULL,NULL,NULL);
CREATE TABLE constats (
	id INTEGER NOT NULL, 
	genre VARCHAR NOT NULL, 
	cible VARCHAR NOT NULL, 
	instant VARCHAR NOT NULL, 
	cause VARCHAR NOT NULL, 
	detail VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "constats" VALUES(1,'conservation','lsc/nuit','2026-11-24T11:00:00.000Z','l''été','{}');
CREATE TABLE contenus (
	sha256 VARCHAR NOT NULL, 
	taille BIGINT NOT NULL, 
	format VARCHAR NOT NULL, 
	recu_le VARCHAR NOT NULL, 
	envoi VARCHAR NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "contenus" VALUES('42661a4dd595e9f0a37d4009a715fd6e5d6b726b29d72fee39074b72c04baac0',551,'pdf','2026-11-24T11:00:00.000Z','20261124T110000-lsc-1-0002');
INSERT INTO "contenus" VALUES('6826518b593cb59b809baf4b6cc9179cab3fa5a3fc672daf96685cab5f29bfc6',551,'pdf','2026-11-24T11:00:00.000Z','20261124T110000-lsc-1-0002');
INSERT INTO "contenus" VALUES('6a578cd32adecd44ee77defb738b458092b6eb588ab28a848d61973ff113c5f4',551,'pdf','2026-11-24T11:00:00.000Z','20261124T110000-lsc-1-0002');
INSERT INTO "contenus" VALUES('9b97d03ea1aed44d22d34e20f184d56e733c4c63047b92b19b06b9084dbac274',551,'pdf','2026-11-24T11:00:00.000Z','20261124T110000-lsc-1-0002');
INSERT INTO "contenus" VALUES('a97d4f0e4950e3b0f2ce2c16e51e73f998d2bcb58a817c011be1a0a71b065ad9',551,'pdf','2026-11-24T11:00:00.000Z','20261124T110000-lsc-1-0002');
INSERT INTO "contenus" VALUES('c310ccbee01da17742eed199272ee8377905429cbbc9017951bb42207ebd8112',551,'pdf','2026-11-24T11:00:00.000Z','20261124T110000-lsc-1-0002');
INSERT INTO "contenus" VALUES('c8b7411ca5de559126db599cc89abbbd53d0e1e008ab2745b2cb5e781daa0112',551,'pdf','2026-11-24T11:00:00.000Z','20261124T110000-lsc-1-0002');
INSERT INTO "contenus" VALUES('df0afd0cae21ab9bc58a324eae54e317216298ac3ea0b96beed3508a29b41722',551,'pdf','2026-11-24T11:00:00.000Z','20261124T110000-lsc-1-0002');
INSERT INTO "contenus" VALUES('fa5b661e85e944f8b547c7132670ffefc56886dbd9aa5c91b32d1108b94ea6ff',551,'pdf','2026-11-24T11:00:00.000Z','20261124T110000-lsc-1-0002');
CREATE TABLE contenus_a_retirer (
	sha256 VARCHAR NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "contenus_a_retirer" VALUES('abababababababababababababababababababababababababababababababab');
CREATE TABLE contenus_sans_ligne (
	sha256 VARCHAR NOT NULL, 
	depuis VARCHAR NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "contenus_sans_ligne" VALUES('abababababababababababababababababababababababababababababababab','2026-11-24T11:00:00.000Z');
CREATE TABLE decisions (
	id VARCHAR NOT NULL, 
	genre VARCHAR NOT NULL, 
	criteres VARCHAR NOT NULL, 
	raison VARCHAR NOT NULL, 
	qui VARCHAR NOT NULL, 
	pris_le VARCHAR NOT NULL, 
	jour VARCHAR NOT NULL, 
	jusqu_au VARCHAR, 
	clos_le VARCHAR, 
	clos_par VARCHAR, 
	clos_raison VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "decisions" VALUES('l''été','depublier','{"evenement": "S1/E1"}','l''été','l''été','2026-11-24T11:00:00.000Z','2026-11-24',NULL,'2026-11-24T11:00:00.000Z','l''été','l''été');
CREATE TABLE detentions (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	entite VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	fiche VARCHAR NOT NULL, 
	du DATE NOT NULL, 
	au DATE, 
	mutation_enregistree_le DATE, 
	PRIMARY KEY (entite, lot, fiche, du)
);
INSERT INTO "detentions" VALUES(NULL,NULL,'S1','L1','F1','2010-06-01',NULL,NULL);
INSERT INTO "detentions" VALUES(NULL,NULL,'S1','L2','F2','2015-09-10',NULL,NULL);
INSERT INTO "detentions" VALUES(NULL,NULL,'S1','L3','F3','2019-03-15',NULL,NULL);
INSERT INTO "detentions" VALUES(NULL,NULL,'S1','L4','F3','2019-03-15','2026-11-22','2026-11-23');
INSERT INTO "detentions" VALUES(NULL,NULL,'S1','L4','F2','2026-11-23',NULL,NULL);
CREATE TABLE dossiers (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	entite VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	reference VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	theme VARCHAR, 
	immeuble VARCHAR, 
	batiment VARCHAR, 
	objet VARCHAR, 
	fournisseur VARCHAR, 
	du DATE, 
	au DATE, 
	PRIMARY KEY (entite, id)
);
INSERT INTO "dossiers" VALUES(NULL,NULL,'S1','N1','0031','Contrat','ASC','I1','A','Entretien de l''ascenseur','C9','2024-01-01','2026-12-31');
CREATE TABLE droits (
	ligne INTEGER NOT NULL, 
	empreinte BLOB NOT NULL, 
	connu_du VARCHAR NOT NULL, 
	connu_jusqu_au VARCHAR, 
	cause_du VARCHAR NOT NULL, 
	cause_jusqu_au VARCHAR, 
	classeur VARCHAR NOT NULL, 
	niveau VARCHAR NOT NULL, 
	PRIMARY KEY (ligne)
);
INSERT INTO "droits" VALUES(1,X'A2091C6CC58105F29B8A0242616A5601','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/4','coproprietaire');
INSERT INTO "droits" VALUES(2,X'1A0099C5D01673ECEBE899A432B82BD5','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/3','coproprietaire');
INSERT INTO "droits" VALUES(3,X'93D64F4939E62094DFB28A281CAA17B4','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/1','membre');
INSERT INTO "droits" VALUES(4,X'3FD034F8B221D5B2093AA3206FA60493','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'gerance/2','locataire');
INSERT INTO "droits" VALUES(5,X'B18E9F8C7AADFAB6B31E83D7C95256C0','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/5','president');
INSERT INTO "droits" VALUES(6,X'BE2B3BA3AAA04AFCADAD24A9F3F5E5B4','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'gerance/1','locataire');
INSERT INTO "droits" VALUES(7,X'31F80B1EDDA9CECA4D4CC178A6F9E8DE','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/4','membre');
INSERT INTO "droits" VALUES(8,X'0636FE67B9C14A8AC5AB8A06C37EC56F','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/3','membre');
INSERT INTO "droits" VALUES(9,X'70F91E9A1B0ABC47D723B576ACD08E82','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/2','membre');
INSERT INTO "droits" VALUES(10,X'FEB88BC26D076C7DCC8DEE38878A79B1','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/1','president');
INSERT INTO "droits" VALUES(11,X'A38ECAFD4BE9B5DA3D83C16AD5CB5D87','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'gerance/3','proprietaire');
INSERT INTO "droits" VALUES(12,X'4686A90C25B492E1777B3564D09CF604','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/4','president');
INSERT INTO "droits" VALUES(13,X'BD08A95FE36698391F072F2D0EEEB09B','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/3','president');
INSERT INTO "droits" VALUES(14,X'221E98E6F265C5D9A67C2915062F9AA1','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/2','president');
INSERT INTO "droits" VALUES(15,X'0E537AF5B27D997287BFBB038F272F3B','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'gerance/2','proprietaire');
INSERT INTO "droits" VALUES(16,X'3302FDED476BDEAF56437285121C1821','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/1','coproprietaire');
INSERT INTO "droits" VALUES(17,X'2AC04B03DAA948B4D7B6B43FF6F32659','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'syndic/5','membre');
CREATE TABLE entites (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	id VARCHAR NOT NULL, 
	nom VARCHAR NOT NULL, 
	pays VARCHAR NOT NULL, 
	devise VARCHAR NOT NULL, 
	fuseau VARCHAR NOT NULL, 
	adresse1 VARCHAR, 
	adresse2 VARCHAR, 
	adresse3 VARCHAR, 
	code_postal VARCHAR, 
	ville VARCHAR, 
	telephone VARCHAR, 
	email VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "entites" VALUES(NULL,NULL,'S1','Immo Dupont Syndic','FR','EUR','Europe/Paris',NULL,NULL,NULL,NULL,'Lyon',NULL,'syndic@immo-dupont.example');
INSERT INTO "entites" VALUES(NULL,NULL,'G1','Immo Dupont Gérance','FR','EUR','Europe/Paris',NULL,NULL,NULL,NULL,'Lyon',NULL,'gerance@immo-dupont.example');
CREATE TABLE envois (
	id VARCHAR NOT NULL, 
	account VARCHAR NOT NULL, 
	domaine VARCHAR, 
	numero INTEGER, 
	manifeste VARCHAR, 
	essai BOOLEAN NOT NULL, 
	resultat VARCHAR NOT NULL, 
	code INTEGER NOT NULL, 
	scelle_le VARCHAR NOT NULL, 
	decide_le VARCHAR NOT NULL, 
	attempt INTEGER NOT NULL, 
	rapport VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "envois" VALUES('20261124T110000-lsc-1-0002','lsc','immo-dupont',1,'0dc76def8f5d268a98263bcfd74f58d434c601215d3dc78c0c5199bb026f6744',0,'applique',0,'2026-11-24T11:00:00.000Z','2026-11-24T11:00:00.000Z',1,'{"account": "lsc", "attendus": [], "comptages": [{"disparus": 0, "entite": "", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "entites", "nouveaux": 2, "recus": 2, "sans_effet": 0}, {"disparus": 0, "entite": "", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "tiers", "nouveaux": 8, "recus": 8, "sans_effet": 0}, {"disparus": 0, "entite": "", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "connexions", "nouveaux": 7, "recus": 7, "sans_effet": 0}, {"disparus": 0, "entite": "", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "classeurs", "nouveaux": 8, "recus": 8, "sans_effet": 0}, {"disparus": 0, "entite": "", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "modeles", "nouveaux": 8, "recus": 8, "sans_effet": 0}, {"disparus": 0, "entite": "G1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "immeubles", "nouveaux": 1, "recus": 1, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "immeubles", "nouveaux": 1, "recus": 1, "sans_effet": 0}, {"disparus": 0, "entite": "G1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "lots", "nouveaux": 1, "recus": 1, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "lots", "nouveaux": 4, "recus": 4, "sans_effet": 0}, {"disparus": 0, "entite": "G1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "comptes", "nouveaux": 3, "recus": 3, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "comptes", "nouveaux": 4, "recus": 4, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "fiches_coproprietaires", "nouveaux": 3, "recus": 3, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "detentions", "nouveaux": 5, "recus": 5, "sans_effet": 0}, {"disparus": 0, "entite": "G1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "mandats", "nouveaux": 1, "recus": 1, "sans_effet": 0}, {"disparus": 0, "entite": "G1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "baux", "nouveaux": 2, "recus": 2, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "dossiers", "nouveaux": 1, "recus": 1, "sans_effet": 0}, {"disparus": 0, "entite": "G1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "evenements", "nouveaux": 3, "recus": 3, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "evenements", "nouveaux": 5, "recus": 5, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "budgets", "nouveaux": 0, "recus": null, "sans_effet": 0}, {"disparus": 0, "entite": "G1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "contacts", "nouveaux": 0, "recus": null, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "contacts", "nouveaux": 0, "recus": null, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "depenses", "nouveaux": 0, "recus": null, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "digicodes", "nouveaux": 0, "recus": null, "sans_effet": 0}, {"disparus": 0, "entite": "G1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "ecritures", "nouveaux": 0, "recus": null, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "ecritures", "nouveaux": 0, "recus": null, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "exercices", "nouveaux": 0, "recus": null, "sans_effet": 0}, {"disparus": 0, "entite": "S1", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "fonds_travaux", "nouveaux": 0, "recus": null, "sans_effet": 0}, {"disparus": 0, "entite": "", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "journaux", "nouveaux": 0, "recus": null, "sans_effet": 0}, {"disparus": 0, "entite": "", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "parametres", "nouveaux": 3, "recus": 3, "sans_effet": 0}, {"disparus": 0, "entite": "", "ignoree": false, "inchanges": 0, "modifies": 0, "nature": "utilisateurs", "nouveaux": 0, "recus": null, "sans_effet": 0}], "decide_le": "2026-11-24T11:00:00.000Z", "documents": {"a_rendre": 0, "a_venir": 0, "attendus": 0, "expires": 1, "nouveaux": 8, "publies": 7, "retenus": 1, "retires": 0, "retires_cette_fois": 0, "total": 9}, "domaine": "immo-dupont", "essai": false, "id": "20261124T110000-lsc-1-0002", "numero": 1, "omis": {}, "resultat": "applique", "scelle_le": "2026-11-24T11:00:00.000Z", "signalements": [[{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "S1", "expected": null, "file": "donnees/budgets-S1.xml", "id": null, "line": null, "nature": "budgets", "value": null}, "nouveau"], [{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "G1", "expected": null, "file": "donnees/contacts-G1.xml", "id": null, "line": null, "nature": "contacts", "value": null}, "nouveau"], [{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "S1", "expected": null, "file": "donnees/contacts-S1.xml", "id": null, "line": null, "nature": "contacts", "value": null}, "nouveau"], [{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "S1", "expected": null, "file": "donnees/depenses-S1.xml", "id": null, "line": null, "nature": "depenses", "value": null}, "nouveau"], [{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "S1", "expected": null, "file": "donnees/digicodes-S1.xml", "id": null, "line": null, "nature": "digicodes", "value": null}, "nouveau"], [{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "G1", "expected": null, "file": "donnees/ecritures-G1.xml", "id": null, "line": null, "nature": "ecritures", "value": null}, "nouveau"], [{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "S1", "expected": null, "file": "donnees/ecritures-S1.xml", "id": null, "line": null, "nature": "ecritures", "value": null}, "nouveau"], [{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "S1", "expected": null, "file": "donnees/exercices-S1.xml", "id": null, "line": null, "nature": "exercices", "value": null}, "nouveau"], [{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "S1", "expected": null, "file": "donnees/fonds_travaux-S1.xml", "id": null, "line": null, "nature": "fonds_travaux", "value": null}, "nouveau"], [{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "", "expected": null, "file": "donnees/journaux.xml", "id": null, "line": null, "nature": "journaux", "value": null}, "nouveau"], [{"attribut": null, "code": "NATURE_NON_LUE", "detail": null, "entite": "", "expected": null, "file": "donnees/utilisateurs.xml", "id": null, "line": null, "nature": "utilisateurs", "value": null}, "nouveau"], [{"attribut": "piece a", "code": "INVOICE_WITHOUT_ENTRY", "detail": null, "entite": "S1", "expected": null, "file": "donnees/evenements-S1.xml", "id": "E5", "line": 7, "nature": "evenements", "value": null}, "nouveau"]]}');
CREATE TABLE evenements (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	entite VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	modele VARCHAR NOT NULL, 
	objet VARCHAR NOT NULL, 
	traite_le DATE NOT NULL, 
	cree_le VARCHAR NOT NULL, 
	publie_le VARCHAR, 
	dossier VARCHAR, 
	confidentiel BOOLEAN NOT NULL, 
	ecriture_comptable BOOLEAN NOT NULL, 
	immeuble VARCHAR, 
	lot VARCHAR, 
	compte VARCHAR, 
	bail VARCHAR, 
	PRIMARY KEY (entite, id)
);
INSERT INTO "evenements" VALUES(NULL,NULL,'G1','E6','RELG','Relevé de gérance d''octobre 2025','2025-11-05','2025-11-05T08:00:00+01:00','2025-11-05',NULL,0,0,NULL,NULL,'C4',NULL);
INSERT INTO "evenements" VALUES(NULL,NULL,'G1','E7','QUIT','Quittance de novembre 2026','2026-11-02','2026-11-02T18:00:00+01:00','2026-11-03',NULL,0,0,NULL,NULL,'C6',NULL);
INSERT INTO "evenements" VALUES(NULL,NULL,'G1','E8','EDL','État des lieux de sortie','2026-08-15','2026-08-17T09:30:00+02:00','2026-08-17',NULL,0,0,NULL,NULL,NULL,'B1');
INSERT INTO "evenements" VALUES(NULL,NULL,'S1','E1','PVAG','Procès-verbal de l''assemblée du 12 mai 2026','2026-06-15','2026-06-15T10:12:00+02:00','2026-06-16',NULL,0,0,'I1',NULL,NULL,NULL);
INSERT INTO "evenements" VALUES(NULL,NULL,'S1','E2','BANQ','Relevé du compte séparé, septembre 2026','2026-10-06','2026-10-06T09:00:00+02:00','2026-10-06',NULL,0,0,'I1',NULL,NULL,NULL);
INSERT INTO "evenements" VALUES(NULL,NULL,'S1','E3','APPF','Appel de fonds du 4e trimestre 2026','2026-09-20','2026-09-20T14:00:00+02:00','2026-09-21',NULL,0,0,NULL,NULL,'C3',NULL);
INSERT INTO "evenements" VALUES(NULL,NULL,'S1','E4','COUR','Remise des badges du garage 12','2026-03-02','2026-03-02T11:30:00+01:00','2026-03-02',NULL,0,0,NULL,'L4',NULL,NULL);
INSERT INTO "evenements" VALUES(NULL,NULL,'S1','E5','FACS','Facture Ascenseurs Rhône, novembre 2026','2026-11-20','2026-11-20T16:45:00+01:00','2026-11-20',NULL,0,0,'I1',NULL,NULL,NULL);
CREATE TABLE fiches_coproprietaires (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	entite VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	immeuble VARCHAR NOT NULL, 
	compte VARCHAR NOT NULL, 
	correspondant VARCHAR, 
	membre_cs BOOLEAN NOT NULL, 
	president_cs BOOLEAN NOT NULL, 
	resident BOOLEAN NOT NULL, 
	PRIMARY KEY (entite, id)
);
INSERT INTO "fiches_coproprietaires" VALUES(NULL,NULL,'S1','F1','I1','C1',NULL,1,1,1);
INSERT INTO "fiches_coproprietaires" VALUES(NULL,NULL,'S1','F2','I1','C2',NULL,1,0,1);
INSERT INTO "fiches_coproprietaires" VALUES(NULL,NULL,'S1','F3','I1','C3',NULL,0,0,0);
CREATE TABLE fichiers_appliques (
	nature VARCHAR NOT NULL, 
	entite VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	lecture VARCHAR NOT NULL, 
	envoi VARCHAR NOT NULL, 
	PRIMARY KEY (nature, entite)
);
INSERT INTO "fichiers_appliques" VALUES('entites','','f92f0074c3a8792f805e12f49c4aa60eaa3fd5f8515b0f14d7d5059387286c0d','5acd280ef9110c00947a0eb4991668299682201b066a4f96689c673dd16e3938:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('tiers','','411d730c82222c9866b9d26dce9f79d6a694ecbbd979b37c38d69d13fa7429ed','b35e4338a6d3943935f05cd78f8615d898d35a8470287d9c1b51554a842498af:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('connexions','','aac31f65aeb311b55576126b81022383af19c8efd3776af9f1bb372036f62e37','52be4dece6ad65ded5951ca0236064b31e8cc67e2db8e8773b11deddc72b8134:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('classeurs','','0a935e5421287a4d7936269bfb23080ad46403b5ba3988ee410233728a21d49d','3dd9bbcc5f3ae2d0708df5dad4180689822b389d367658ad73d1fa5e06cb83f7:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('modeles','','3a93452398a93bf7c9248a5b062aaf22a2ad5e4cd819e728502c119f34af36ba','b2da3c9a927f3b344535d4c271cf5b40b893f37a15ea9a89cbf23f4c5cf471a8:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('immeubles','G1','36cae7fd829b72e1f2ea4c278b40e9b31022e4cc61a1991fe7f390833e6f9f35','936cb10c346a6c90d0317e4e894b04fe2cb5a7992fe8e50189ed54f96b7b4eea:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('immeubles','S1','ae256932b134723b0bc96f2af253d8b7a439f50eb43a4773380f3c5f381e75ba','936cb10c346a6c90d0317e4e894b04fe2cb5a7992fe8e50189ed54f96b7b4eea:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('lots','G1','a2d9e94508a2308a0a3ef10931ef369d2cf8139e3b710d4dd9c53445d0a002d8','78070bf6fdb54ef618b5367839fa19df480bfd92fcd51b7a94a83dee5dc4a03f:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('lots','S1','aed0ebb99b3600e3cbc03fcf5ae90e7f9c5ce82fd09f981737ee58fdc864dcd3','78070bf6fdb54ef618b5367839fa19df480bfd92fcd51b7a94a83dee5dc4a03f:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('comptes','G1','275e11b8fb19b172ef80e68bfb685c7baa4eb817ed4e0bc43051923ebd5aa18c','a4c9b73248cf322cb6e09ccae77330383e3f6c0e986d441b7a8965248217b314:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('comptes','S1','152be214521aa20175c0ef81dcd415e8744f0366349e5dd3c81084932733e7e3','a4c9b73248cf322cb6e09ccae77330383e3f6c0e986d441b7a8965248217b314:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('fiches_coproprietaires','S1','130f2ae6657e5958446c5788e0702e396a678a9f728a08af8c903b7b7e8d9e6a','5d405f868feaae1f601ab9ef268bdbe14cbd679a31f6f1cc37ce5c46e8d643e9:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('detentions','S1','879275b848fbd84ef814f28a0b54b0cdb900950927f67aacb81b21d40002c476','d8df76cbdd1b2520bd46e800359ab8f688b1d3917a9649b562ed8e62690d359a:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('mandats','G1','6be42e1a9dc8973d22eb4a7b70b21ee6273322edaddaa64b8a7d195e71e5fd33','5a406700f4f19cabf2c913503d2d6b5b044586ca9c3ce6143dce3458356a2841:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('baux','G1','dda0cf1bf40b53cfc4c3ba8247d5b3e2b82da449044c1e1c226935686638581c','71c072d6a63d02c9aba60bf27098df376f8ac236ad3c0b6440e876f1bb82942b:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('dossiers','S1','d1167572377a3f9355855c3ed08361ef8b49533becfca541747ac75fd3e2e0de','4ca22d1c1f84337d1864a1205bd3e4f09dbf48003283846f3661e3c8204a47b2:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('evenements','G1','592493eca9722df5d8bdaa180046fed3e0dbc95468ba62c02efbe595f9ded79e','8e54dd49bf8c148c4e3f3188fec400775429d8e33a47036d321969f31e5918fd:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('evenements','S1','a1012ae287262d42ae522752efdc7c06c31355923a454988d41ea795e8361faa','8e54dd49bf8c148c4e3f3188fec400775429d8e33a47036d321969f31e5918fd:1:2','20261124T110000-lsc-1-0002');
INSERT INTO "fichiers_appliques" VALUES('parametres','','d24350a1c9cbd192d3a2a6dc3504648cd169a4e17fa560cbe1061a02187729c2','47d0259bddae951917505427f890c2e79414412eae4b05d665c3c6dccc3c5069:1:2','20261124T110000-lsc-1-0002');
CREATE TABLE immeubles (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	entite VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	module VARCHAR NOT NULL, 
	nom VARCHAR NOT NULL, 
	adresse1 VARCHAR, 
	adresse2 VARCHAR, 
	adresse3 VARCHAR, 
	code_postal VARCHAR, 
	ville VARCHAR, 
	fuseau VARCHAR, 
	complet BOOLEAN NOT NULL, 
	ancien_decret BOOLEAN NOT NULL, 
	derniere_ag DATE, 
	prochaine_ag DATE, 
	derniere_ag_comptes DATE, 
	gardien VARCHAR, 
	titulaire VARCHAR, 
	iban VARCHAR, 
	bic VARCHAR, 
	rib VARCHAR, 
	PRIMARY KEY (entite, id)
);
INSERT INTO "immeubles" VALUES(NULL,NULL,'G1','I2','gerance','12 rue Haute','12 rue Haute',NULL,NULL,'69001','Lyon',NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "immeubles" VALUES(NULL,NULL,'S1','I1','syndic','Résidence des Tilleuls','4 allée des Tilleuls',NULL,NULL,'69003','Lyon',NULL,0,0,'2026-05-12',NULL,'2026-05-12',NULL,'SDC Les Tilleuls','FR7630006000011234567890189','AGRIFRPP',NULL);
CREATE TABLE lots (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	entite VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	immeuble VARCHAR NOT NULL, 
	batiment VARCHAR, 
	numero VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	etage VARCHAR, 
	adresse1 VARCHAR, 
	adresse2 VARCHAR, 
	adresse3 VARCHAR, 
	critere2 VARCHAR, 
	tantiemes INTEGER, 
	meuble BOOLEAN NOT NULL, 
	PRIMARY KEY (entite, id)
);
INSERT INTO "lots" VALUES(NULL,NULL,'G1','L9','I2',NULL,'5','appartement','2','12 rue Haute, porte B',NULL,NULL,'T2',NULL,0);
INSERT INTO "lots" VALUES(NULL,NULL,'S1','L1','I1','A','1','appartement','1',NULL,NULL,NULL,NULL,340,0);
INSERT INTO "lots" VALUES(NULL,NULL,'S1','L2','I1','A','2','appartement','2',NULL,NULL,NULL,NULL,330,0);
INSERT INTO "lots" VALUES(NULL,NULL,'S1','L3','I1','A','3','appartement','3',NULL,NULL,NULL,NULL,310,0);
INSERT INTO "lots" VALUES(NULL,NULL,'S1','L4','I1',NULL,'12','garage',NULL,NULL,NULL,NULL,NULL,20,0);
CREATE TABLE lots_baux (
	entite VARCHAR NOT NULL, 
	bail VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	PRIMARY KEY (entite, bail, lot)
);
INSERT INTO "lots_baux" VALUES('G1','B1','L9');
INSERT INTO "lots_baux" VALUES('G1','B2','L9');
CREATE TABLE lots_mandats (
	entite VARCHAR NOT NULL, 
	mandat VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	du DATE NOT NULL, 
	au DATE, 
	PRIMARY KEY (entite, mandat, lot, du)
);
INSERT INTO "lots_mandats" VALUES('G1','M1','L9','2020-01-01',NULL);
CREATE TABLE mandats (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	entite VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	compte VARCHAR NOT NULL, 
	du DATE NOT NULL, 
	inactif_le DATE, 
	inactivite_enregistree_le DATE, 
	PRIMARY KEY (entite, id)
);
INSERT INTO "mandats" VALUES(NULL,NULL,'G1','M1','C4','2020-01-01',NULL,NULL);
CREATE TABLE modeles (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	code VARCHAR NOT NULL, 
	libelle VARCHAR NOT NULL, 
	genre VARCHAR NOT NULL, 
	module VARCHAR, 
	classeur INTEGER, 
	duree_mois VARCHAR, 
	grouper_par_dossier BOOLEAN NOT NULL, 
	prefixer_reference BOOLEAN NOT NULL, 
	noms_pieces_jointes BOOLEAN NOT NULL, 
	notifier BOOLEAN NOT NULL, 
	PRIMARY KEY (code)
);
INSERT INTO "modeles" VALUES(NULL,NULL,'PVAG','Procès-verbal d''assemblée','ordinaire','syndic',1,NULL,0,0,0,1);
INSERT INTO "modeles" VALUES(NULL,NULL,'BANQ','Relevé bancaire','ordinaire','syndic',2,NULL,0,0,0,0);
INSERT INTO "modeles" VALUES(NULL,NULL,'APPF','Appel de fonds','ordinaire','syndic',3,'36',0,0,0,1);
INSERT INTO "modeles" VALUES(NULL,NULL,'COUR','Courrier au copropriétaire','ordinaire','syndic',4,NULL,0,0,0,0);
INSERT INTO "modeles" VALUES(NULL,NULL,'FACS','Facture scannée','facture_scannee','syndic',5,NULL,0,0,0,0);
INSERT INTO "modeles" VALUES(NULL,NULL,'QUIT','Quittance','ordinaire','gerance',1,'12',0,0,0,1);
INSERT INTO "modeles" VALUES(NULL,NULL,'EDL','État des lieux','ordinaire','gerance',2,NULL,0,0,0,0);
INSERT INTO "modeles" VALUES(NULL,NULL,'RELG','Relevé de gérance','ordinaire','gerance',3,'12',0,0,0,0);
CREATE TABLE ordres (
	id INTEGER NOT NULL, 
	genre VARCHAR NOT NULL, 
	cible VARCHAR NOT NULL, 
	cree_le VARCHAR NOT NULL, 
	reponse VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "ordres" VALUES(1,'ingest','lsc/nuit','2026-11-24T11:00:00.000Z','fait');
CREATE TABLE parametres (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	element VARCHAR NOT NULL, 
	publier_factures BOOLEAN NOT NULL, 
	ignorer_controle_pieces BOOLEAN NOT NULL, 
	regrouper_tresorerie_proprietaire BOOLEAN NOT NULL, 
	regrouper_tresorerie_locataire BOOLEAN NOT NULL, 
	regrouper_tresorerie_coproprietaire BOOLEAN NOT NULL, 
	exclure_analytiques BOOLEAN NOT NULL, 
	noms_pieces_jointes BOOLEAN NOT NULL, 
	depublier_locataire_preavis BOOLEAN NOT NULL, 
	depublier_locataire_depart BOOLEAN NOT NULL, 
	depublier_proprietaire_mandat_inactif BOOLEAN NOT NULL, 
	depublier_vendeur_mutation BOOLEAN NOT NULL, 
	masquer_coordonnees_bancaires BOOLEAN NOT NULL, 
	envoyer_depenses BOOLEAN NOT NULL, 
	envoyer_fonds_102 BOOLEAN NOT NULL, 
	classeur_factures INTEGER, 
	classeur_assemblees INTEGER, 
	PRIMARY KEY (element)
);
INSERT INTO "parametres" VALUES(NULL,NULL,'commun',0,0,0,0,0,0,0,0,0,0,0,0,0,0,NULL,NULL);
INSERT INTO "parametres" VALUES(NULL,NULL,'gerance',0,0,0,0,0,0,0,0,1,0,0,0,0,0,NULL,NULL);
INSERT INTO "parametres" VALUES(NULL,NULL,'syndic',0,0,0,0,0,0,0,0,0,0,1,0,1,0,5,1);
CREATE TABLE pieces (
	entite VARCHAR NOT NULL, 
	evenement VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	rang VARCHAR NOT NULL, 
	nom VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	retiree BOOLEAN NOT NULL, 
	PRIMARY KEY (entite, evenement, id)
);
INSERT INTO "pieces" VALUES('G1','E6','a','lettre','0','releve.pdf','df0afd0cae21ab9bc58a324eae54e317216298ac3ea0b96beed3508a29b41722',0);
INSERT INTO "pieces" VALUES('G1','E7','a','lettre','0','quittance.pdf','c310ccbee01da17742eed199272ee8377905429cbbc9017951bb42207ebd8112',0);
INSERT INTO "pieces" VALUES('G1','E8','a','jointe','1','EDL-sortie.pdf','42661a4dd595e9f0a37d4009a715fd6e5d6b726b29d72fee39074b72c04baac0',0);
INSERT INTO "pieces" VALUES('S1','E1','a','jointe','1','PV AG 2026.pdf','6a578cd32adecd44ee77defb738b458092b6eb588ab28a848d61973ff113c5f4',0);
INSERT INTO "pieces" VALUES('S1','E1','b','jointe','2','Devis ravalement retenu.pdf','fa5b661e85e944f8b547c7132670ffefc56886dbd9aa5c91b32d1108b94ea6ff',0);
INSERT INTO "pieces" VALUES('S1','E2','a','jointe','1','releve-09.pdf','6826518b593cb59b809baf4b6cc9179cab3fa5a3fc672daf96685cab5f29bfc6',0);
INSERT INTO "pieces" VALUES('S1','E3','a','lettre','0','appel.pdf','a97d4f0e4950e3b0f2ce2c16e51e73f998d2bcb58a817c011be1a0a71b065ad9',0);
INSERT INTO "pieces" VALUES('S1','E4','a','lettre','0','badges.pdf','c8b7411ca5de559126db599cc89abbbd53d0e1e008ab2745b2cb5e781daa0112',0);
INSERT INTO "pieces" VALUES('S1','E5','a','jointe','1','scan0412.pdf','9b97d03ea1aed44d22d34e20f184d56e733c4c63047b92b19b06b9084dbac274',0);
CREATE TABLE publication (
	ligne INTEGER NOT NULL, 
	empreinte BLOB NOT NULL, 
	connu_du VARCHAR NOT NULL, 
	connu_jusqu_au VARCHAR, 
	cause_du VARCHAR NOT NULL, 
	cause_jusqu_au VARCHAR, 
	document VARCHAR NOT NULL, 
	contenu VARCHAR, 
	portee VARCHAR, 
	cible VARCHAR, 
	classeur VARCHAR, 
	titre VARCHAR NOT NULL, 
	rangement VARCHAR NOT NULL, 
	traite_le DATE NOT NULL, 
	visible_du VARCHAR, 
	visible_jusqu_au VARCHAR, 
	etat VARCHAR NOT NULL, 
	motif VARCHAR NOT NULL, 
	PRIMARY KEY (ligne)
);
INSERT INTO "publication" VALUES(1,X'F4C31461FFCF6220B1EE968106FF28F7','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'S1/E1/a','6a578cd32adecd44ee77defb738b458092b6eb588ab28a848d61973ff113c5f4','immeuble','S1/I1','syndic/1','Procès-verbal de l''assemblée du 12 mai 2026','["Assemblées générales"]','2026-06-15','2026-06-15T22:00:00.000Z',NULL,'publiee','["PUBLIEE", {}]');
INSERT INTO "publication" VALUES(2,X'D2CF2B8DE7723EC9716F8E134C4C552D','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'G1/E8/a','42661a4dd595e9f0a37d4009a715fd6e5d6b726b29d72fee39074b72c04baac0','compte','G1/C5','gerance/2','État des lieux de sortie','["Etats des lieux"]','2026-08-15','2026-08-16T22:00:00.000Z',NULL,'publiee','["PUBLIEE", {}]');
INSERT INTO "publication" VALUES(3,X'93AAA8BE0B1703A8160F082D7AFB1B2A','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'S1/E1/b','fa5b661e85e944f8b547c7132670ffefc56886dbd9aa5c91b32d1108b94ea6ff','immeuble','S1/I1','syndic/1','Procès-verbal de l''assemblée du 12 mai 2026','["Assemblées générales"]','2026-06-15','2026-06-15T22:00:00.000Z',NULL,'publiee','["PUBLIEE", {}]');
INSERT INTO "publication" VALUES(4,X'B6A52632A2431F38A02A9DEF52881505','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'S1/E2/a','6826518b593cb59b809baf4b6cc9179cab3fa5a3fc672daf96685cab5f29bfc6','immeuble','S1/I1','syndic/2','Relevé du compte séparé, septembre 2026','["Conseil syndical"]','2026-10-06','2026-10-05T22:00:00.000Z',NULL,'publiee','["PUBLIEE", {}]');
INSERT INTO "publication" VALUES(5,X'A77B88AB0C358B42B3B337577002BB78','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'S1/E3/a','a97d4f0e4950e3b0f2ce2c16e51e73f998d2bcb58a817c011be1a0a71b065ad9','compte','S1/C3','syndic/3','Appel de fonds du 4e trimestre 2026','["Appels de fonds"]','2026-09-20','2026-09-20T22:00:00.000Z','2029-09-19T22:00:00.000Z','publiee','["PUBLIEE", {}]');
INSERT INTO "publication" VALUES(6,X'7E2515F3CC292B27D73AA4C59284BD2B','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'G1/E6/a','df0afd0cae21ab9bc58a324eae54e317216298ac3ea0b96beed3508a29b41722','compte','G1/C4','gerance/3','Relevé de gérance d''octobre 2025','["Relevés de gérance"]','2025-11-05','2025-11-04T23:00:00.000Z','2026-11-04T23:00:00.000Z','publiee','["PUBLIEE", {}]');
INSERT INTO "publication" VALUES(7,X'3A8F1E7D1A4378D07597F0C7E4A01035','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'G1/E8/a','42661a4dd595e9f0a37d4009a715fd6e5d6b726b29d72fee39074b72c04baac0','compte','G1/C4','gerance/2','État des lieux de sortie','["Etats des lieux"]','2026-08-15','2026-08-16T22:00:00.000Z',NULL,'publiee','["PUBLIEE", {}]');
INSERT INTO "publication" VALUES(8,X'15F4647A16190CA6A6097D2A4AF59B6B','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'S1/E5/a','9b97d03ea1aed44d22d34e20f184d56e733c4c63047b92b19b06b9084dbac274','immeuble','S1/I1','syndic/5','Facture Ascenseurs Rhône, novembre 2026','["Factures"]','2026-11-20','2026-11-19T23:00:00.000Z',NULL,'retenue','["INVOICE_WITHOUT_ENTRY", {"ecriture_comptable": "false"}]');
INSERT INTO "publication" VALUES(9,X'5B50906291FE1C3159F3C9BC6B0472B7','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'G1/E7/a','c310ccbee01da17742eed199272ee8377905429cbbc9017951bb42207ebd8112','compte','G1/C6','gerance/1','Quittance de novembre 2026','["Quittances"]','2026-11-02','2026-11-02T23:00:00.000Z','2027-11-01T23:00:00.000Z','publiee','["PUBLIEE", {}]');
INSERT INTO "publication" VALUES(10,X'50F4D30F4747E1E0A5427ADCE7DF78A1','2026-11-24T11:00:00.000Z',NULL,'20261124T110000-lsc-1-0002',NULL,'S1/E4/a','c8b7411ca5de559126db599cc89abbbd53d0e1e008ab2745b2cb5e781daa0112','compte','S1/C3','syndic/4','Remise des badges du garage 12','["Courriers"]','2026-03-02','2026-03-01T23:00:00.000Z',NULL,'publiee','["PUBLIEE", {}]');
CREATE TABLE relations (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	super_tiers VARCHAR NOT NULL, 
	tiers VARCHAR NOT NULL, 
	PRIMARY KEY (super_tiers, tiers)
);
INSERT INTO "relations" VALUES('2026-11-24T11:00:00.000Z','x','T1','T1');
CREATE TABLE taches (
	nom VARCHAR NOT NULL, 
	agenda VARCHAR NOT NULL, 
	fuseau VARCHAR NOT NULL, 
	depuis VARCHAR NOT NULL, 
	creneau VARCHAR, 
	commence_le VARCHAR, 
	fini_le VARCHAR, 
	resultat VARCHAR, 
	essais INTEGER NOT NULL, 
	PRIMARY KEY (nom)
);
INSERT INTO "taches" VALUES('retention','tous les jours 04:00','Europe/Paris','2026-11-24T11:00:00.000Z','2026-11-24T11:00:00.000Z','2026-11-24T11:00:00.000Z','2026-11-24T11:00:00.000Z','fait',1);
CREATE TABLE themes (
	element VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	libelle VARCHAR NOT NULL, 
	PRIMARY KEY (element, code)
);
INSERT INTO "themes" VALUES('syndic','ASC','Ascenseur');
CREATE TABLE tiers (
	absent_depuis VARCHAR, 
	absent_par VARCHAR, 
	id VARCHAR NOT NULL, 
	civilite VARCHAR, 
	nom VARCHAR NOT NULL, 
	prenom VARCHAR, 
	adresse1 VARCHAR, 
	adresse2 VARCHAR, 
	adresse3 VARCHAR, 
	code_postal VARCHAR, 
	ville VARCHAR, 
	pays VARCHAR, 
	email VARCHAR, 
	telephone VARCHAR, 
	mobile VARCHAR, 
	activite VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "tiers" VALUES(NULL,NULL,'T1','Mme','Moreau','Anne','4 allée des Tilleuls',NULL,NULL,'69003','Lyon',NULL,'anne@example.org',NULL,NULL,NULL);
INSERT INTO "tiers" VALUES(NULL,NULL,'T2','M.','Petit','Bruno','4 allée des Tilleuls',NULL,NULL,'69003','Lyon',NULL,'bruno@example.org',NULL,NULL,NULL);
INSERT INTO "tiers" VALUES(NULL,NULL,'T3','Mme','Roux','Claire','9 rue Neuve',NULL,NULL,'38000','Grenoble',NULL,'claire@example.org',NULL,NULL,NULL);
INSERT INTO "tiers" VALUES(NULL,NULL,'T4','M.','Leroy','Denis','2 quai Sud',NULL,NULL,'13002','Marseille',NULL,'denis@example.org',NULL,NULL,NULL);
INSERT INTO "tiers" VALUES(NULL,NULL,'T5','Mme','Faure','Emma',NULL,NULL,NULL,NULL,NULL,NULL,'emma@example.org',NULL,NULL,NULL);
INSERT INTO "tiers" VALUES(NULL,NULL,'T6','M.','Nadir','Farid',NULL,NULL,NULL,NULL,NULL,NULL,'farid@example.org',NULL,NULL,NULL);
INSERT INTO "tiers" VALUES(NULL,NULL,'T8','M.','Garnier','Hugo',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tiers" VALUES(NULL,NULL,'T9',NULL,'Ascenseurs Rhône',NULL,'1 rue Usine',NULL,NULL,'69100','Villeurbanne',NULL,NULL,'0400000009',NULL,'Ascenseur');
CREATE TABLE titulaires (
	entite VARCHAR NOT NULL, 
	compte VARCHAR NOT NULL, 
	rang INTEGER NOT NULL, 
	tiers VARCHAR NOT NULL, 
	au DATE, 
	PRIMARY KEY (entite, compte, rang)
);
INSERT INTO "titulaires" VALUES('G1','C4',0,'T4',NULL);
INSERT INTO "titulaires" VALUES('G1','C5',0,'T6',NULL);
INSERT INTO "titulaires" VALUES('G1','C6',0,'T5',NULL);
INSERT INTO "titulaires" VALUES('S1','C1',0,'T1',NULL);
INSERT INTO "titulaires" VALUES('S1','C2',0,'T2',NULL);
INSERT INTO "titulaires" VALUES('S1','C3',0,'T3',NULL);
INSERT INTO "titulaires" VALUES('S1','C9',0,'T9',NULL);
CREATE TABLE version_schema (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "version_schema" VALUES(1);
CREATE INDEX ix_connexions_identifiant ON connexions (identifiant);
CREATE INDEX ix_constats_cible ON constats (cible);
CREATE INDEX acces_cible ON acces (cible, connu_jusqu_au);
CREATE INDEX acces_tiers ON acces (tiers, connu_jusqu_au);
CREATE UNIQUE INDEX acces_vraie ON acces (empreinte) WHERE connu_jusqu_au IS NULL;
CREATE UNIQUE INDEX droits_vraie ON droits (empreinte) WHERE connu_jusqu_au IS NULL;
CREATE INDEX droits_classeur ON droits (classeur, niveau, connu_jusqu_au);
CREATE INDEX publication_cible ON publication (cible, portee, connu_jusqu_au);
CREATE INDEX publication_document ON publication (document, connu_jusqu_au);
CREATE UNIQUE INDEX publication_vraie ON publication (empreinte) WHERE connu_jusqu_au IS NULL;
CREATE UNIQUE INDEX anomalies_vraie ON anomalies (empreinte) WHERE connu_jusqu_au IS NULL;
CREATE INDEX ix_envois_numero ON envois (numero);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('a_envoyer',4);
COMMIT;
