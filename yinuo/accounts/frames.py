"""The base page of each role: its bar below, or the desks' side bar."""

BASES = {"doctor": "web/doctor.html", "patient": "web/patient.html", "staff": "web/console.html"}
