"""rebasket's rooms: see docs/decisions/0001-rooms-and-arrows.md for what each may do."""
