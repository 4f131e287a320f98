"""Lines that read as banners, and the headers, footers and edges where they stand."""
