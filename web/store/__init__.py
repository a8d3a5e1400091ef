"""What is kept of enquiries: drafts, what was sent, its way to the force, and counts."""
