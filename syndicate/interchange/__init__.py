"""The forms that values of the model have in files that other programs read and write: `topics.json`, by cattrs."""
