"""What was decided about pairs of organisations that may be one, and taking it back."""

from dataclasses import dataclass, replace

from service.domain.organisations import Organisation
from service.domain.resolution import LikelyPair, PairState
from service.errors import NotFound
from service.resources import Resources
from service.store.merges import get_merge, get_pair, save_pairs
from service.store.organisations import get_organisations
from service.store.session import reading, writing
from service.usecases.part_organisations import part


@dataclass(frozen=True)
class Decided:
    """Two ids and what was decided about them: the organisation that is both now, or the two that stay apart."""

    first_id: str
    second_id: str
    organisations: tuple[Organisation, ...]

    @property
    def merged(self) -> bool:
        """Whether they are one now."""
        return len(self.organisations) == 1


def read_decided(resources: Resources, first_id: str, second_id: str) -> Decided | None:
    """What was decided: the first took in the second, or both stay apart; None where neither holds any more."""
    with reading(resources.store) as connection:
        known = get_organisations(connection, {first_id, second_id})
        pair, done = get_pair(connection, first_id, second_id), get_merge(connection, second_id)
    if done is not None and done.into_id == first_id and first_id in known:
        return Decided(first_id, second_id, (known[first_id],))
    if pair is None or pair.state is not PairState.APART or len(known) < 2:
        return None
    return Decided(first_id, second_id, (known[first_id], known[second_id]))


def read_pair(resources: Resources, first_id: str, second_id: str) -> tuple[LikelyPair, Organisation, Organisation]:
    """A pair with both organisations; raises NotFound."""
    with reading(resources.store) as connection:
        pair = get_pair(connection, first_id, second_id)
        known = get_organisations(connection, {first_id, second_id})
    if pair is None or len(known) < 2:
        raise NotFound()
    return pair, known[pair.first_id], known[pair.second_id]


def ask_again(resources: Resources, first_id: str, second_id: str) -> None:
    """Take back what was decided, so that the pair waits for a decision as before; raises NotFound."""
    with resources.write_lock:
        decided = read_decided(resources, first_id, second_id)
        if decided is None:
            raise NotFound()
        if decided.merged:
            part(resources, first_id, second_id)
        with writing(resources.store) as connection:
            pair = get_pair(connection, first_id, second_id)
            if pair is None:
                raise NotFound()
            save_pairs(connection, [replace(pair, state=PairState.OPEN)])
