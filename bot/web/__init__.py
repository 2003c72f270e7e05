"""The web: chat page, demo page, photos, health. Plain HTML, CSS and JavaScript, nothing from elsewhere."""
