"""Figures: each is a :class:`~analysis.figures.drawing.Drawing`, made from tables by the `draw` of one module a family."""
