"""Speed and memory of the whole service, and the same content on an untuned `rasa run`."""
