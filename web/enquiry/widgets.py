"""How the fields look: the GOV.UK components of govuk-frontend-wtf, with our sizes and in any language."""

from __future__ import annotations

from typing import Any

from flask import render_template
from govuk_frontend_wtf.gov_form_base import GovFormBase
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovDateInput,
    GovRadioInput,
    GovTextArea,
    GovTextInput,
)
from markupsafe import Markup
from wtforms import Field

AREA_ROWS = 4
LONG = 1000  # characters
COUNTED = 300  # characters; shorter answers need no counting


class Worded(GovFormBase):
    """Bold labels and legends, no empty hint, and the word before an error in the language of the page."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **kwargs)
        if not field.description:
            params["hint"] = None
        if "fieldset" in params:
            params["fieldset"]["legend"]["classes"] = "govuk-fieldset__legend--s"
        elif "label" in params and "-" not in field.id:  # the parts of an address are plain
            params["label"]["classes"] = "govuk-label--s"
        if "errorMessage" in params:
            params["errorMessage"]["visuallyHiddenText"] = field.words["error_prefix"]
        return params


class Line(Worded, GovTextInput):
    pass


class Number(Line):
    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **kwargs)
        return {**params, "classes": "govuk-input--width-3", "inputmode": "numeric"}


class Area(Worded, GovTextArea):
    """A box for some lines. The script counts what is typed; without it the limit stands in the hint."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **kwargs)
        params["rows"] = 2 * AREA_ROWS if field.limit > LONG else AREA_ROWS
        if field.limit >= COUNTED:
            params["attributes"]["data-count-limit"] = field.limit
        return params


class Radios(Worded, GovRadioInput):
    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        return {**super().map_gov_params(field, **kwargs), "idPrefix": field.id}


class Checkboxes(Worded, GovCheckboxesInput):
    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        return {**super().map_gov_params(field, **kwargs), "idPrefix": field.id}


class Checkbox(Worded, GovCheckboxInput):
    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        return {**super().map_gov_params(field, **kwargs), "idPrefix": field.id}


class Date(Worded):
    """Three inputs of one name. The first bears the id of the field, so that an error leads to it.

    The widget of govuk-frontend-wtf takes only whole dates, with English names for their parts.
    """

    template = GovDateInput.template

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        return super().__call__(field, id=field.id, **kwargs)

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **kwargs)
        legend = {"text": params.pop("label")["text"], "classes": "govuk-fieldset__legend--s"}
        params |= {
            "id": f"{field.id}-date",
            "fieldset": {"legend": legend},
            "items": [
                {
                    "label": field.words[f"date.{name}"],
                    "id": field.id if name == "day" else f"{field.id}-{name}",
                    "name": field.name,
                    "classes": self._classes(name, bool(field.errors)),
                    "value": value,
                    "autocomplete": f"bday-{name}" if field.own else "off",
                }
                for name, value in zip(("day", "month", "year"), field.parts)
            ],
        }
        if not field.own:
            unknown = render_template("enquiry/_unknown.html", field=field)
            params["formGroup"] = {"afterInputs": {"html": unknown}}
        return params

    def _classes(self, name: str, is_wrong: bool) -> str:
        width = "govuk-input--width-4" if name == "year" else "govuk-input--width-2"
        return f"{width} govuk-input--error" if is_wrong else width


class Together:
    """Several fields in one fieldset."""

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        return Markup(render_template("enquiry/_group.html", field=field))


