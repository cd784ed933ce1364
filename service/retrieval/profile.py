"""The text an organisation is found by."""

from service.domain.organisations import Organisation
from service.domain.taxonomy import Taxonomy

#: A recognised role belongs to the text from this confidence on.
SURE = 0.7


def profile_text(organisation: Organisation, taxonomy: Taxonomy) -> str:
    """German text of an organisation: name, role, description, topics, audiences and languages by name."""
    parts = [organisation.name]
    if organisation.role in taxonomy.roles and (organisation.role_stated or organisation.role_confidence >= SURE):
        parts.append(taxonomy.roles[organisation.role].label.de)
    parts.append(organisation.description)
    parts.append(
        ", ".join(taxonomy.fields[key].label.de if key in taxonomy.fields else key for key in organisation.topics)
    )
    parts.append(
        ", ".join(
            taxonomy.audiences[key].label.de if key in taxonomy.audiences else key for key in organisation.audiences
        )
    )
    spoken = [taxonomy.languages[key].label.de if key in taxonomy.languages else key for key in organisation.languages]
    parts += [", ".join(spoken), ", ".join(organisation.origins), organisation.place or ""]
    return ". ".join(part for part in parts if part)
