"""Rendered scenes with sound and exact ground truth, and the canonical captions of them.

plan (what happens) -> render (frames, truth) + sounds (waveform) -> generate (video file + truth JSON);
truth and caption read the JSON back: labels and sentences for any window of a scene.
"""
