"""What can go wrong with the store. No error says what was to be written."""


class Unavailable(Exception):
    """The database is away, full or locked, or a key is missing."""


class KeysMissing(Unavailable):
    """There is no such key: says which, and in which folder."""


class NotSent(Exception):
    """The enquiry was not stored; its draft is still there."""
