"""A believable union to look at: people, petitions, ballots and a ratified demand."""
