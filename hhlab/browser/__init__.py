"""What runs in the browser: the bundles that are made from the checkout's folder of the same name.

Nothing of the package is imported.
"""
