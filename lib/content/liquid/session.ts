import { Context, type Liquid, type Token } from 'liquidjs';
import type { LiquidEnvironment, LiquidWarning } from './environment.ts';
import type { Filter } from './filters/filter.ts';
import { Budget, LIMITS } from './limits.ts';
import { NoTemplate, Refusal } from './refusal.ts';
import { Moment } from './ruby/moment.ts';
import { Drop, hashEntries, hashGet, hashSize, isHash, Range, type RubyHash, settle } from './ruby/values.ts';
import type { Node } from './template.ts';

/** One rendering: what it may use, what it has used and cost. */
export class Session {
  readonly environment: LiquidEnvironment;
  readonly budget = new Budget();
  readonly uses = new Set<string>();
  readonly warnings: LiquidWarning[] = [];
  /** Parsed includes by the name that `uses` gives them. */
  readonly templates = new Map<string, Node[]>();
  /** Tags around the one that is rendered, and files that are included within each other. */
  depth = 0;
  includes = 0;
  /** The last tag of the text itself that was begun, not of an include. */
  tag: Token | undefined;
  readonly #source: string;
  #refusals = 0;

  constructor(source: string, environment: LiquidEnvironment) {
    this.#source = source;
    this.environment = environment;
  }

  /** Counts a tag that is rendered. */
  enter(tag: Token): void {
    if (tag.input === this.#source) this.tag = tag;
    this.budget.tag();
  }

  get timezone(): string {
    return this.environment.timezone;
  }

  /** The time of this rendering, which makes its text depend on the clock. */
  now(): Moment {
    this.uses.add('clock');
    return new Moment(this.environment.now.getTime(), this.timezone);
  }

  /** Tells the editor about a tag that stays as it is. */
  warn(refusal: Refusal, token: Token): void {
    if (++this.#refusals > LIMITS.refusals) {
      const line = this.warnings[0]?.line ?? 1;
      throw new NoTemplate(`more than ${LIMITS.refusals} of its tags are none`, 'put {% raw %} around the text', line);
    }
    if (this.warnings.length >= LIMITS.warnings) return;
    const message = token.file ? `${token.file}: ${refusal.message}` : refusal.message;
    this.warnings.push({ line: token.getPosition()[0] ?? 1, message });
  }
}

/** `site`: settings, and what depends on other files, noted when it is asked for. */
class SiteDrop extends Drop {
  readonly #session: Session;
  readonly #data: DataDrop;

  constructor(session: Session) {
    super();
    this.#session = session;
    this.#data = new DataDrop(session);
  }

  override get(name: string): unknown {
    if (name === 'data') return this.#data;
    if (name === 'time') return this.#session.now();
    const listing = this.#session.environment.readListing(name);
    if (listing) {
      this.#session.uses.add(`site:${name}`);
      return listing.value;
    }
    return hashGet(this.#session.environment.site, name);
  }
}

/** `site.data`. */
class DataDrop extends Drop {
  readonly #session: Session;

  constructor(session: Session) {
    super();
    this.#session = session;
  }

  override get(name: string): unknown {
    const { environment, uses } = this.#session;
    uses.add(`data:${name}`);
    return environment.dataNames().includes(name) ? environment.readData(name) : undefined;
  }

  override entries(): [string, unknown][] {
    return this.#session.environment.dataNames().map((name) => [name, this.get(name)]);
  }
}

/** LiquidJS's context with Ruby's rules for what stands under a name. */
export class RubyContext extends Context {
  readonly session: Session;
  readonly renderer: Liquid['renderer'];
  readonly filters: ReadonlyMap<string, Filter>;

  constructor(session: Session, liquid: Liquid, filters: ReadonlyMap<string, Filter>) {
    const { page, content, jekyll } = session.environment;
    const environment: object = Object.assign(Object.create(null), {
      page,
      site: new SiteDrop(session),
      content,
      jekyll,
    });
    const { timeMs: renderLimit, memory: memoryLimit } = LIMITS;
    super(
      environment,
      liquid.options as ConstructorParameters<typeof Context>[1],
      { sync: true, renderLimit, memoryLimit },
      { liquid },
    );
    this.session = session;
    this.renderer = liquid.renderer;
    this.filters = filters;
  }

  /** `assign`: the variable is there for all that follows, also outside of loops and includes. */
  assign(name: string, value: unknown): void {
    Object.assign(this.bottom(), { [name]: value });
  }

  /** The counter of `increment` and `decrement` under a name, which is a variable as well. */
  counter(name: string): number {
    const value = hashGet(this.environments as RubyHash, name) ?? 0;
    if (typeof value !== 'number') throw new Refusal(`“${name}” is no counter`, 'give the counter another name');
    return value;
  }

  setCounter(name: string, value: number): void {
    Object.assign(this.environments, { [name]: value });
  }

  /** What a variable holds; nil where there is none. */
  find(name: unknown): unknown {
    if (typeof name !== 'string') return undefined;
    return this.getSync([name]);
  }

  /** LiquidJS asks here for the members of its scopes. */
  override readProperty(object: unknown, key: unknown): unknown {
    return this.member(object, key, false);
  }

  /** The member of a value under a key; `size`, `first` and `last` are asked of the value where it has no such key. */
  member(object: unknown, key: unknown, isCommand: boolean): unknown {
    const { timezone } = this.session;
    if (object === this.session.environment.page && (key === 'next' || key === 'previous')) {
      this.session.uses.add(`page:${key}`);
    }
    if (object instanceof Drop) return settle(typeof key === 'string' ? object.get(key) : undefined, timezone);
    if (isHash(object)) {
      const value = hashGet(object, key);
      if (value !== undefined) return settle(value, timezone);
    } else if (Array.isArray(object) && typeof key === 'number') {
      return settle(object.at(key), timezone);
    }
    return isCommand ? this.#command(object, key) : undefined;
  }

  #command(object: unknown, name: unknown): unknown {
    if (name === 'size') {
      if (typeof object === 'string') this.session.budget.work(object.length);
      return sizeByRuby(object);
    }
    const items = typeof object === 'string' ? undefined : this.items(object);
    if (name === 'last') return isHash(object) ? undefined : items?.at(-1);
    return items?.[0];
  }

  /** The items of a collection, pairs of key and value for a hash; `undefined` for what is none. */
  items(value: unknown): readonly unknown[] | undefined {
    const { budget, timezone } = this.session;
    if (Array.isArray(value)) {
      budget.work(value.length);
      return value.map((item) => settle(item, timezone));
    }
    if (value instanceof Range) {
      budget.memory(value.size);
      return Array.from({ length: value.size }, (_, index) => value.first + index);
    }
    if (value instanceof Drop) return value.entries();
    return isHash(value) ? hashEntries(value, timezone) : undefined;
  }
}

/** `size` of what has one. An Integer has, too: its bytes. */
export function sizeByRuby(value: unknown): number | undefined {
  if (typeof value === 'string') return countCharacters(value);
  if (Array.isArray(value)) return value.length;
  if (value instanceof Range) return value.size;
  if (isHash(value)) return hashSize(value);
  if (value instanceof Drop) return value.entries()?.length;
  return Number.isInteger(value) ? 8 : undefined;
}

/** Code points; JavaScript counts those beyond the first 65,536 twice. */
function countCharacters(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
