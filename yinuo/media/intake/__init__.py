"""What may come in: every picture and recording is decoded here and written anew, so that nothing else is kept."""
