k = 3


def thrice(x):
    return k * x