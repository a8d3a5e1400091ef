"""The processes that make up the service: how they are started, watched, replaced and stopped."""
