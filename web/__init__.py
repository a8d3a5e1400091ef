"""The web process: the door to the conversation, its pages, the form and its delivery."""
