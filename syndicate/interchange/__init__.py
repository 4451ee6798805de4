"""The forms of the model in files that other programs read and write, such as `topics.json`, by cattrs."""
