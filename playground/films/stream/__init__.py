"""What the browser and the server say to each other about films, over one socket a page."""
