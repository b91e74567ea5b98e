"""A folder of files and a service of a panel, for those who keep a service in git."""
