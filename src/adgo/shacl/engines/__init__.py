"""The engines that validate: ours, pySHACL, and both compared."""
