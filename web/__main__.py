"""python -m web: the signpost command."""

from web.commands import signpost

signpost(prog_name="signpost")
