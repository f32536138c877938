"""Things, links, and what each rests on."""
