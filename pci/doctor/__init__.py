"""`pci doctor`: facts about a machine and a workspace, each with a verdict."""
