"""What lives on a page without a kernel: explorers, exercises and predictions, as files beside the page.

It may import descriptions, exercises, live, scripts and workers.
"""
