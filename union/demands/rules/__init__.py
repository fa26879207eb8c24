"""What can be done with a demand, by verb: draft, change, fix, ratify, release."""
