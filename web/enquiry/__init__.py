"""From the chat to the police: the hand-over, and the pages of our own form."""
