"""The story of the New York for All Act: facts of three articles and the public record, known from their own days."""

from seeds.story.replay import load

__all__ = ["load"]
