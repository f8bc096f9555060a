import { BenchArchive } from '/work/wt-fig/tests/bench/bench-archive.ts';
new BenchArchive('/tmp/bench', 1_000_000);
