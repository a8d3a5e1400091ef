"""The pages of our own form, at /enquiry: each module adds its own to the one blueprint."""

from web.enquiry import ending, questions, sending, start  # noqa: F401
from web.enquiry.views import routes

__all__ = ["routes"]
