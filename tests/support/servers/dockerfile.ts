import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

interface Instruction {
  name: string;
  value: string;
}

/** The last stage of a Dockerfile whose steps have been run. */
export interface BuiltImage {
  /** Its root folder. */
  root: string;
  /** Where its command is started. */
  workDir: string;
  environment: Record<string, string>;
  command: string[];
  healthCheck: string[];
  user: string | undefined;
}

/**
 * Runs the steps of a Dockerfile in plain folders: each stage has a folder for its root, into which its absolute paths lead. Knows
 * the instructions that this project uses, and throws for any other.
 * @param context what is copied from; `<file>.dockerignore` says what is left out
 * @param folder where the stages are made
 * @param prepare puts into a stage's working directory what would be downloaded
 */
export function runDockerfile(
  file: string,
  context: string,
  folder: string,
  prepare: (workDir: string) => void,
): BuiltImage {
  const ignored = new Set(readFileSync(`${file}.dockerignore`, 'utf8').split('\n').filter(Boolean));
  const stages = new Map<string, string>();
  let image: BuiltImage | undefined;
  for (const { name, value } of parse(readFileSync(file, 'utf8'))) {
    if (name === 'FROM') {
      const stage = / AS (\S+)$/.exec(value)?.[1] ?? 'last';
      const root = join(folder, stage);
      mkdirSync(join(root, 'tmp'), { recursive: true });
      stages.set(stage, root);
      image = { root, workDir: root, environment: {}, command: [], healthCheck: [], user: undefined };
    } else if (!image) throw new Error(`${name} before FROM`);
    else run(image, { name, value }, { context, ignored, stages, prepare });
  }
  if (!image) throw new Error(`${file} has no stage`);
  return image;
}

interface Surroundings {
  context: string;
  ignored: ReadonlySet<string>;
  stages: ReadonlyMap<string, string>;
  prepare: (workDir: string) => void;
}

function run(image: BuiltImage, { name, value }: Instruction, surroundings: Surroundings): void {
  switch (name) {
    case 'WORKDIR':
      image.workDir = join(image.root, value);
      mkdirSync(image.workDir, { recursive: true });
      if (image.root.endsWith('build')) surroundings.prepare(image.workDir);
      return;
    case 'ENV':
      for (const pair of value.split(' ')) {
        const [key = '', text = ''] = pair.split('=');
        image.environment[key] = text.startsWith('/') ? join(image.root, text) : text;
      }
      return;
    case 'COPY':
      copy(image, value, surroundings);
      return;
    case 'RUN':
      runShell(image, value);
      return;
    case 'CMD':
      image.command = JSON.parse(value) as string[];
      return;
    case 'HEALTHCHECK':
      image.healthCheck = JSON.parse(value.slice(value.indexOf('['))) as string[];
      return;
    case 'USER':
      image.user = value;
      return;
    case 'VOLUME':
    case 'EXPOSE':
      return;
    default:
      throw new Error(`no test knows ${name}`);
  }
}

function copy(image: BuiltImage, value: string, { context, ignored, stages }: Surroundings): void {
  const stage = /^--from=(\S+) /.exec(value)?.[1];
  const paths = value.replace(/^--from=\S+ /, '').split(' ');
  const target = resolve(image.workDir, paths.pop() ?? '');
  for (const path of paths) {
    const source = stage === undefined ? join(context, path) : join(stages.get(stage) ?? '', path);
    const isInto = paths.length > 1 || value.endsWith('/') || path === '.';
    const to = isInto && path !== '.' ? join(target, path.slice(path.lastIndexOf('/') + 1)) : target;
    if (stage === undefined) {
      const filter = (from: string): boolean => !isIgnored(relative(context, from), ignored);
      cpSync(source, to, { recursive: true, verbatimSymlinks: true, filter });
    } else linkTree(source, to);
  }
}

/** Copies a file or folder by hard links: quick, however large it is. What is written in place later is written in both. */
export function linkTree(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const { status, stderr } = spawnSync('cp', ['-al', from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

const isIgnored = (path: string, ignored: ReadonlySet<string>): boolean =>
  ignored.has(path) || (path.endsWith('.tsbuildinfo') && ignored.has('*.tsbuildinfo'));

/** Absolute paths lead into the stage's folder; the image's user is the one who runs the test. */
function runShell(image: BuiltImage, value: string): void {
  const own = `${process.getuid?.()}:${process.getgid?.()}`;
  const command = value
    .replace(/(^|[\s=])\/(?=(?:app|content|data|tmp)\b)/g, `$1${image.root}/`)
    .replace('node:node', own);
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd: image.workDir,
    env: { ...process.env, ...image.environment },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`RUN ${value} ended with ${status}:\n${stdout}${stderr}`);
}

function parse(text: string): Instruction[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const space = line.indexOf(' ');
      return { name: line.slice(0, space), value: line.slice(space + 1).trim() };
    });
}
