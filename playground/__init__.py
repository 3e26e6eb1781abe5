"""RNN Playground: train recurrent networks in the browser and look inside them."""
