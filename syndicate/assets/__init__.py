"""The files beside topics: their types, which of them may be published, and their bytes. No topic is read here."""
