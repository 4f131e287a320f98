"""What a person changes in a transcript, and where its words stand then."""
