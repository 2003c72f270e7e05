"""The demo: three phones over the sample county, a clock one can move, and a walk through what there is to see."""
