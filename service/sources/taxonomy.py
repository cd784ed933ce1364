"""data/taxonomy -> Taxonomy."""

from pathlib import Path

from pydantic import TypeAdapter

from service.domain.taxonomy import Role, SpokenLanguage, Taxonomy, Term
from service.sources.files import read_yaml

_ROLES = TypeAdapter(list[Role])
_TERMS = TypeAdapter(list[Term])
_LANGUAGES = TypeAdapter(list[SpokenLanguage])


def read_taxonomy(folder: Path) -> Taxonomy:
    """All vocabularies of the folder; raises DataDamaged."""

    def terms(name: str) -> dict[str, Term]:
        return {term.key: term for term in read_yaml(folder / f"{name}.yaml", _TERMS)}

    return Taxonomy(
        roles={role.key: role for role in read_yaml(folder / "roles.yaml", _ROLES)},
        spheres=terms("spheres"),
        fields=terms("fields"),
        audiences=terms("audiences"),
        levels=terms("levels"),
        phases=terms("phases"),
        kinds=terms("kinds"),
        functions=terms("functions"),
        structural_features=terms("structural_features"),
        languages={language.key: language for language in read_yaml(folder / "languages.yaml", _LANGUAGES)},
    )
