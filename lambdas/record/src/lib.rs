//! The function that writes a chunk's results to the data lake.
