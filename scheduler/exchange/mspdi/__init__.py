"""Microsoft Project XML (MSPDI): what Project, ProjectLibre and many others read and write."""
