import { SEARCH_PARAMETERS } from '../../lib/addresses.ts';
import type { SiteIdentity } from '../../lib/archive/index.ts';
import { getBasePath } from '../../lib/base-path.ts';
import { QUERY_LIMITS } from '../../lib/search/index.ts';
import { DEFAULT_LIMIT, MAX_LIMIT, SUGGESTION_LIMIT } from './limits.ts';
import { ARTICLE_PATHS, ARTICLE_SCHEMAS } from './openapi-articles.ts';
import { json, object, parameter } from './openapi-parts.ts';

const DAY = '^\\d{4}(-\\d{1,2}){0,2}$';

const text = (description: string, example?: string) => ({
  schema: { type: 'string', maxLength: QUERY_LIMITS.characters, ...(example !== undefined && { example }) },
  description,
});

type Parameter = Record<string, unknown>;

const day = (example: string, description: string): Parameter => ({
  schema: { type: 'string', pattern: DAY, example },
  description,
});

const SEARCH: Readonly<Record<(typeof SEARCH_PARAMETERS)[number], Parameter>> = {
  q: text(
    `Terms that must all occur; "…" keeps spaces, -term excludes; category:, tag:, source:, stock:, after:, before: as the parameters of these names. At most ${QUERY_LIMITS.terms} terms. May be absent where a filter is given.`,
    '人民币 汇率',
  ),
  category: text('Name or title of a category.', 'emnews'),
  tag: text('A tag.'),
  source: text('Name of the medium, or host of the original article.'),
  stock: text('Code of a stock, with or without its market, or its name.', '600519'),
  after: day('2022-03-01', 'Only articles of this day and later; a year or month stands for its first day.'),
  before: day('2022-04', 'Only articles before this day.'),
  sort: {
    schema: { type: 'string', enum: ['relevance', 'date'], default: 'relevance' },
    description:
      'By how well they match and then newest first, or newest first alone. Pages come before articles that match as well, or last.',
  },
};

const PATHS = {
  ...ARTICLE_PATHS,
  '/api/search': {
    get: {
      operationId: 'search',
      summary: 'Articles and pages whose title and text hold what a query asks for',
      parameters: [
        ...SEARCH_PARAMETERS.map((name) => parameter(name, SEARCH[name])),
        parameter('limit', {
          schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
          description: 'Most articles in the answer.',
        }),
        parameter('cursor', {
          schema: { type: 'string' },
          description: '“next” of an earlier answer to the same query.',
        }),
      ],
      responses: { 200: json('What was found.', 'Results'), 400: json('A parameter is wrong.', 'Error') },
    },
  },
  '/api/suggest': {
    get: {
      operationId: 'suggest',
      summary: `Up to ${SUGGESTION_LIMIT} categories, tags and stocks by a part of their name, the beginning of its pinyin, or a code`,
      parameters: [parameter('q', { ...text('What was typed.', 'tzrb'), required: true })],
      responses: {
        200: json('Those with the most articles first.', 'Suggestions'),
        400: json('q is too long.', 'Error'),
      },
    },
  },
};

const SCHEMAS = {
  ...ARTICLE_SCHEMAS,
  Results: object({
    total: { type: 'integer', minimum: 0, description: 'Number of articles in all answers together.' },
    articles: { type: 'array', maxItems: MAX_LIMIT, items: { $ref: '#/components/schemas/Article' } },
    next: { type: ['string', 'null'], description: 'cursor of the next answer; null behind the last article.' },
  }),
  Article: object({
    url: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    date: { type: ['string', 'null'], format: 'date-time', description: 'null for a page, which is no article.' },
    category: { type: ['string', 'null'], description: 'Name of its first category.' },
    tags: { type: 'array', items: { type: 'string' } },
    extract: { type: 'string', description: 'The parts of the text that match, else its beginning.' },
  }),
  Suggestions: object({
    suggestions: {
      type: 'array',
      maxItems: SUGGESTION_LIMIT,
      items: object({
        kind: { type: 'string', enum: ['category', 'tag', 'stock'] },
        name: { type: 'string', description: 'What stands in its address; of a stock, its market and code.' },
        title: { type: 'string' },
        href: { type: 'string', format: 'uri-reference' },
        count: { type: 'integer', minimum: 1 },
      }),
    },
  }),
  Error: object({
    error: object({
      reason: {
        type: 'string',
        enum: [
          'empty',
          'too-long',
          'too-many-terms',
          'no-date',
          'sort',
          'limit',
          'cursor',
          'listing',
          'page',
          'not-found',
          'withdrawn',
        ],
      },
      message: { type: 'string' },
    }),
  }),
};

/** The interface for programs (OpenAPI 3.1). */
export function describeApi(site: SiteIdentity): Record<string, unknown> {
  return {
    openapi: '3.1.0',
    info: {
      title: site.title,
      version: '1',
      description: 'All published articles: search, listings, sources, and each with its text.',
    },
    servers: [{ url: site.url + getBasePath() }],
    paths: PATHS,
    components: { schemas: SCHEMAS },
  };
}
