"""The course: lessons and exercises as data, and the rules by which an exercise checks itself."""
