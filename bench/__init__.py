"""Speed and size, measured: `script/bench` prints the table and writes docs/performance.md."""
