"""How far evidence bears out a question: features, a calibrated confidence and the reason of a refusal."""
