"""How forms look: markup is written once, in templates/forms/."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Set by FORM_RENDERER; needs django.forms among the installed apps for the plain widgets."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
