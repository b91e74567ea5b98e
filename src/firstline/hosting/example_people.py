"""Who works in the demo: one person of each role, all with a password that it prints."""

from firstline.panel.accounts.roles import Role

EXAMPLE_PASSWORD = "first line demo"  # noqa: S105 - printed by the demo for everybody
EXAMPLE_PEOPLE = {
    Role.OWNER: "Olga Owner",
    Role.PUBLISHER: "Pavel Publisher",
    Role.SPECIALIST: "Sana Specialist",
    Role.AGENT: "Aiko Agent",
    Role.ML_ENGINEER: "Emre Engineer",
    Role.ANALYST: "Ana Analyst",
    Role.AUDITOR: "Audrey Auditor",
}
