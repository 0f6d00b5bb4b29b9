"""Bills, votes and events of Open States: answers of its API, and the files of its bulk data."""
