"""Pictures that can be taken away: SVG and PNG files that stand alone, and views for other sites to embed."""
