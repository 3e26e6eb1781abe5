"""Pictures of what a network holds, lets through and learns from."""
