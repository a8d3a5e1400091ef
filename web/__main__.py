"""python -m web: the signpost command."""

from web.command import signpost

signpost(prog_name="signpost")
