"""The course as a static site: `python -m pages --out build/site`; `make site` does it in a container."""
