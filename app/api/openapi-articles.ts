import { PAGE_SIZE } from '../../lib/archive/index.ts';
import { json, nullable, object, parameter } from './openapi-parts.ts';

const CATEGORY = { type: 'string', description: 'Name of a category, as it stands in addresses.' };
const STOCK = {
  type: 'string',
  description: 'Market and code of a share or bond (SH, SZ, BJ, HK, US), a fund (OF), an index (ZS) or a sector (BK).',
  example: 'SH600519',
};
const URL = { type: 'string', format: 'uri' };
const DATE = { type: 'string', format: 'date-time' };

/** Endpoints of articles, listings and sources. */
export const ARTICLE_PATHS = {
  '/api/articles': {
    get: {
      operationId: 'listArticles',
      summary: `Articles, newest first, ${PAGE_SIZE} a page: all, or those of a category, a tag, a stock or a period`,
      parameters: [
        parameter('category', { schema: CATEGORY }),
        parameter('tag', { schema: { type: 'string' } }),
        parameter('stock', { schema: STOCK }),
        parameter('period', {
          schema: { type: 'string', pattern: '^\\d{4}(-\\d{2}){0,2}$', example: '2022-02' },
          description: 'A year, a month or a day in the zone of the site.',
        }),
        parameter('page', { schema: { type: 'integer', minimum: 1, default: 1 } }),
      ],
      responses: {
        200: json('One page.', 'ArticleList'),
        400: json('A parameter is wrong.', 'Error'),
        404: json('There is no such category, tag, stock, period or page.', 'Error'),
      },
    },
  },
  '/api/articles/{address}': {
    get: {
      operationId: 'getArticle',
      summary: 'One article with its whole text',
      parameters: [
        {
          name: 'address',
          in: 'path',
          required: true,
          schema: { type: 'string', example: 'emnews/2022/02/22/202202222284184177.html' },
          description: 'Path of the article without its first slash; its slashes stay as they are.',
        },
      ],
      responses: {
        200: json('The article.', 'WholeArticle'),
        404: json('No article has the address.', 'Error'),
        410: json('The article is withdrawn.', 'Error'),
      },
    },
  },
  '/api/categories': {
    get: {
      operationId: 'listCategories',
      summary: 'Every category: the sources of the articles',
      responses: { 200: json('In the order of the pinyin of their titles.', 'CategoryList') },
    },
  },
};

const CORRECTION = object({ text: { type: 'string' }, date: nullable(DATE) });

export const ARTICLE_SCHEMAS = {
  ArticleList: object({
    title: nullable({ type: 'string', description: 'Of the category, tag, stock or period; null for all articles.' }),
    page: { type: 'integer', minimum: 1 },
    pages: { type: 'integer', minimum: 1 },
    total: { type: 'integer', minimum: 0, description: 'Number of articles on all pages.' },
    articles: { type: 'array', maxItems: PAGE_SIZE, items: { $ref: '#/components/schemas/ListedArticle' } },
  }),
  ListedArticle: object({
    url: URL,
    api: { ...URL, description: 'The article in this interface.' },
    title: { type: 'string' },
    date: DATE,
    category: nullable(CATEGORY),
    extract: { type: 'string' },
  }),
  WholeArticle: object({
    url: URL,
    canonical: { ...URL, description: 'Address of the media post for a wire post that has one, else its own.' },
    markdown: { ...URL, description: 'The same article as Markdown.' },
    title: { type: 'string' },
    date: DATE,
    modified: DATE,
    categories: { type: 'array', items: object({ name: CATEGORY, title: { type: 'string' } }) },
    tags: { type: 'array', items: { type: 'string' } },
    stocks: {
      type: 'array',
      items: object({ name: STOCK, title: { type: 'string' } }),
      description: 'Companies, funds, indices and sectors that it names.',
    },
    author: nullable({ type: 'string' }),
    image: nullable(URL),
    description: nullable({ type: 'string' }),
    extract: { type: 'string' },
    readingMinutes: { type: 'integer', minimum: 1 },
    corrections: { type: 'array', items: CORRECTION, description: 'Newest first.' },
    source: object({ name: nullable({ type: 'string' }), url: nullable({ type: 'string' }) }),
    twin: nullable({ ...URL, description: 'The same article from another source.' }),
    previous: nullable({ ...URL, description: 'The next older article of the first category.' }),
    next: nullable({ ...URL, description: 'The next newer article of the first category.' }),
    html: { type: 'string', description: 'The sanitized text with absolute addresses.' },
  }),
  CategoryList: object({
    categories: {
      type: 'array',
      items: object({
        name: CATEGORY,
        title: { type: 'string' },
        count: { type: 'integer', minimum: 0 },
        newest: nullable({ ...DATE, description: 'Of its newest article.' }),
        url: URL,
        feed: { ...URL, description: 'Its Atom feed.' },
      }),
    },
  }),
};
