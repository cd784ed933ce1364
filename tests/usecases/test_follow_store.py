"""What another process writes is served a moment later."""

from service.domain.organisations import OrganisationDraft
from service.resources import Resources, catch_up, open_resources
from service.usecases.search_organisations import SearchRequest, search
from service.usecases.write_organisations import remove_organisation, write_organisations


def test_what_another_process_writes_and_deletes_is_served(fresh: Resources):
    other = open_resources(fresh.settings)
    write_organisations(other, [OrganisationDraft("a", None, {"name": "Gospelchor Büchenbach", "ags": "09562"})])
    assert search(fresh, SearchRequest("Gospelchor", "09562")).hits == ()
    catch_up(fresh)
    assert [hit.organisation.id for hit in search(fresh, SearchRequest("Gospelchor", "09562")).hits] == ["a"]
    assert fresh.ready()
    remove_organisation(other, "a")
    catch_up(fresh)
    assert search(fresh, SearchRequest("Gospelchor", "09562")).hits == ()
    other.close()


def test_without_news_nothing_is_replaced(fresh: Resources):
    before = fresh.snapshot
    catch_up(fresh)
    assert fresh.snapshot is before
