"""How long a push takes from the commit of what it tells of to the notification."""
