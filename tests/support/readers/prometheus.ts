import assert from 'node:assert/strict';

/** A line of figures. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"';
const COMMENT = new RegExp(`^# (?:HELP (${NAME}) .*|TYPE (${NAME}) (counter|gauge|histogram|summary|untyped))$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)?\\})? (\\S+)(?: -?\\d+)?$`);
const VALUE = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]?Inf|NaN)$/i;
const ESCAPES: Readonly<Record<string, string>> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

/** Reads Prometheus' text format 0.0.4 strictly. @throws for a document that is not well formed */
export function parseExposition(text: string): Sample[] {
  assert.ok(text.endsWith('\n'), 'the last line ends with a line feed');
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue;
    if (line.startsWith('#')) {
      const [, , name, type = ''] = COMMENT.exec(line) ?? assert.fail(line);
      if (name === undefined) continue;
      assert.ok(!types.has(name), `${name} has one type`);
      types.set(name, type);
      continue;
    }
    const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? assert.fail(line);
    assert.match(value, VALUE);
    const family = types.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '');
    assert.ok(types.has(family), `${name} has a type`);
    samples.push({ name, labels: parseLabels(labels), value: Number(value.replace(/Inf$/, 'Infinity')) });
  }
  const keys = samples.map(({ name, labels }) => JSON.stringify([name, Object.entries(labels).sort()]));
  assert.equal(new Set(keys).size, keys.length, 'each series stands there once');
  for (const [name, type] of types) if (type === 'histogram') checkHistogram(name, samples);
  return samples;
}

function parseLabels(text: string): Record<string, string> {
  const pairs = Array.from(text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g), ([, name = '', value = '']) => [
    name,
    value.replace(/\\[\\"n]/g, (pair) => ESCAPES[pair] ?? pair),
  ]);
  return Object.fromEntries(pairs);
}

/** Buckets grow, and the last one holds all. */
function checkHistogram(name: string, samples: readonly Sample[]): void {
  const series = Map.groupBy(
    samples.filter((sample) => sample.name === `${name}_bucket`),
    ({ labels: { le: _, ...labels } }) => JSON.stringify(Object.entries(labels).sort()),
  );
  for (const [labels, buckets] of series) {
    const counts = buckets.map(({ value }) => value);
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => a - b),
      `${name} ${labels} grows`,
    );
    assert.equal(buckets.at(-1)?.labels.le, '+Inf');
    const count = samples.find(
      (sample) => sample.name === `${name}_count` && JSON.stringify(Object.entries(sample.labels).sort()) === labels,
    );
    assert.equal(count?.value, counts.at(-1), `${name} ${labels} adds up`);
  }
}
