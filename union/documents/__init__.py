"""Papers that leave the house: numbered, frozen, and open to being checked."""
