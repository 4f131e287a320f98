"""The runs of a Word document's parts: found, taken apart, and what stands around them."""
