"""What is decided and found about an article when it is registered: its family and its publisher."""
