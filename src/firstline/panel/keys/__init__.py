"""Keys for programs: of a service, to ask it; and of a person, to work in the panel from git."""
