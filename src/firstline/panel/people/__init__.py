"""Who works in a service, and one's own account; every change is in the audit log."""
