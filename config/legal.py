"""The options of the legal check: what holds which item of the décret 2019-502.

Touches: nothing; `config.settings` reads the values.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

_CODE = r"^(ALL-0[1-9]|LOT-0[1-4]|CS-0[1-5])$"
_CONTRAT = r"^ALL-0[5679]$"

Code = Annotated[str, StringConstraints(pattern=_CODE)]
Contrat = Annotated[str, StringConstraints(pattern=_CONTRAT)]
Classeur = Annotated[str, StringConstraints(pattern=r"^(syndic/\d{1,9}|assemblees|factures)$")]
Nom = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Mois = Annotated[int, Field(ge=1, le=1200)]


class Legal(BaseModel):
    """What `lsc-syncd legal` looks for, and where; the codes are those of docs/operations.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ancre: Literal["apres_derniere_ag", "avant_prochaine_ag"] = Field(
        default="apres_derniere_ag",
        description="What freshness is counted from: renewed in the three months after the last "
        "meeting that considered the accounts, or, as the law had it before, in the three months "
        "before the next one.",
        examples=["avant_prochaine_ag"],
    )
    sans_fraicheur: tuple[Code, ...] = Field(
        default=("ALL-01",),
        description="Items of which nothing new is expected after a meeting.",
        examples=[["ALL-01", "ALL-04"]],
    )
    classeurs: Mapping[Classeur, tuple[Code, ...]] = Field(
        default={},
        description="Which items the documents of a binder are. A binder is syndic/ and its number "
        "in LSC; `assemblees` and `factures` are those that LSC designates (R-066).",
        examples=[{"syndic/7": ["ALL-09"], "assemblees": ["ALL-08"]}],
    )
    modeles: Mapping[Nom, tuple[Code, ...]] = Field(
        default={},
        description="Which items the documents of an event model are, by its code in LSC. A model "
        "of genre liste_coproprietaires is CS-04 without being named here.",
        examples=[{"PV": ["ALL-08"]}],
    )
    themes: Mapping[Nom, tuple[Contrat, ...]] = Field(
        default={},
        description="Which contracts the case files of a published theme are: ALL-05, ALL-06, "
        "ALL-07 or ALL-09. Employment contracts belong in no published theme (R-138).",
        examples=[{"ASC": ["ALL-07"]}],
    )
    age_max_mois: Mapping[Code, Mois] = Field(
        default={},
        description="From which age on the documents of an item no longer count, from the day on "
        "which they were processed.",
        examples=[{"ALL-02": 12}],
        json_schema_extra={"unit": "months"},
    )
