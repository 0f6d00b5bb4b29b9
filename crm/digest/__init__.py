"""The daily e-mail: what somebody should know in the morning, without the words that stay behind the walls."""
