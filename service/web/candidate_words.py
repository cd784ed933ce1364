"""How far an organisation is and how old what is known of it is, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.organisations import Organisation
from service.matching.freshness import age_in_days, age_of
from service.web.explanations import PageText


@dataclass(frozen=True)
class CandidateWords:
    """The words for organisations on one day; `distances` are kilometres by id."""

    text: PageText
    today: str
    distances: Mapping[str, float]

    def age(self, organisation: Organisation) -> str:
        """How long ago somebody checked the record; "" where nobody did."""
        days = age_in_days(organisation.verified_on, self.today)
        if days is None:
            return ""
        age = age_of(days)
        return self.text(f"suggestions_age_{age.unit}" if age.count > 1 else _AGES[age.count], count=age.count)

    def distance(self, organisation: Organisation) -> str:
        """Whole kilometres from the network's place; "" where they are not known."""
        if organisation.id not in self.distances:
            return ""
        kilometres = round(self.distances[organisation.id])
        return self.text("suggestions_distance" if kilometres else "suggestions_distance_near", count=kilometres)


#: Ages of no day and of one; months and years are told from the second on.
_AGES = ("suggestions_age_today", "suggestions_age_day")
