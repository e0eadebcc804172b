"""What each command shows: pages of tables and prose, imported only when they are shown."""
