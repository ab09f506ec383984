"""What buyers are told of their orders: that one was placed, and that it is on its way."""
