"""The sample that the tests run on, and the gemeenten they look at."""
GENT, ANTWERPEN, AFFLIGEM = '44021', '11002', '23105'
FEATURES, SEED = 6000, 1
