"""The coverage as a matrix: roles in groups by how they stand in the network."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.domain.answers import RoleCoverage, RoleState
from service.domain.taxonomy import Taxonomy, Term


@dataclass(frozen=True)
class MatrixRow:
    """A sphere or a field of action, its roles by state, most needed first; `own` where the network works in it."""

    term: Term
    cells: Mapping[RoleState, tuple[RoleCoverage, ...]]
    own: bool = False


def by_sphere(coverage: Sequence[RoleCoverage], taxonomy: Taxonomy) -> list[MatrixRow]:
    """One row a sphere of the taxonomy; every role stands in one."""
    return [
        _row(term, coverage, {key for key, role in taxonomy.roles.items() if role.sphere == term.key})
        for term in taxonomy.spheres.values()
    ]


def by_field(coverage: Sequence[RoleCoverage], taxonomy: Taxonomy, own: Container[str]) -> list[MatrixRow]:
    """One row a field of action, the network's own first; a role stands in every field that needs it."""
    terms = sorted(taxonomy.fields.values(), key=lambda term: term.key not in own)
    return [_row(term, coverage, frozenset(term.roles), term.key in own) for term in terms]


def fields_of(role: str, fields: Iterable[Term]) -> tuple[str, ...]:
    """Keys of the fields of action that typically need a role."""
    return tuple(term.key for term in fields if role in term.roles)


def _row(term: Term, coverage: Sequence[RoleCoverage], roles: Container[str], own: bool = False) -> MatrixRow:
    inside = [one for one in coverage if one.role in roles]
    return MatrixRow(term, {state: tuple(one for one in inside if one.state is state) for state in RoleState}, own)
