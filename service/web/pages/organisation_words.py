"""Values of an organisation in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.web.organisation_rows import written
from service.web.pages.rendering import Page


@dataclass(frozen=True)
class Words:
    """Says values of organisations in the language of a page."""

    page: Page

    def value(self, field: str, value: Any) -> str:
        """A value of a field in words; "" for none."""
        if value is None or value == "" or value == ():
            return ""
        if isinstance(value, list | tuple):
            return "; ".join(self.one(field, str(item)) for item in value)
        return self.one(field, written(value))

    def one(self, field: str, value: str) -> str:
        """A single value in words, as it stands where there are none for it."""
        taxonomy, register = self.page.resources.knowledge.taxonomy, self.page.resources.knowledge.register
        if field in ("staffing", "visibility"):
            return self.page.t(f"org_{field}_{value}")
        if field == "role":
            return self.page.role(value) if value in taxonomy.roles else value
        if field in ("ags", "catchment"):
            return f"{register.place(value).name} ({value})"
        terms: Mapping[str, Any] = {"languages": taxonomy.languages, "audiences": taxonomy.audiences}.get(field, {})
        label: str = terms[value].label.in_language(self.page.language) if value in terms else value
        return label
