"""An explorer as a page that lives without a kernel: what its file says, and the pictures made ahead."""
