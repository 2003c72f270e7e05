"""Reading certificates from photos: slow work, done behind the conversation in a process of its own."""
