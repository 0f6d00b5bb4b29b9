"""The United States Congress from the files of unitedstates/congress-legislators: members, offices, committees."""
