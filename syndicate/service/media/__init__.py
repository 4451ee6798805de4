"""Topics as media items: what the interfaces of HHS and of the CDC have in common. Neither's own form is here."""
