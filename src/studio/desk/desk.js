// The desk of the studio.
