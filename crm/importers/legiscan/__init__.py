"""LegiScan's data (CC BY 4.0): bills, people and roll calls of all states, from its API's JSON or its bulk files."""
