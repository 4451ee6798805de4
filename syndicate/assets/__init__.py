"""The files beside topics: what they are, what of them may be published, and their bytes. No topic is read here."""
