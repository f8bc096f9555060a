import type { SiteIdentity } from '../archive/index.ts';
import { escapeXml } from './xml.ts';

/** Most characters of a short name (OpenSearch 1.1). */
const SHORT_NAME_LENGTH = 16;

/** Description by which browsers add the portal's search (OpenSearch 1.1, draft 6). */
export function renderOpenSearch({ title, url, lang }: SiteIdentity): string {
  const name = [...title].slice(0, SHORT_NAME_LENGTH).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>${escapeXml(name)}</ShortName>
  <Description>${escapeXml(`搜索${title}`)}</Description>
  <Language>${escapeXml(lang)}</Language>
  <InputEncoding>UTF-8</InputEncoding>
  <OutputEncoding>UTF-8</OutputEncoding>
  <Image type="image/svg+xml" width="16" height="16">${escapeXml(`${url}/icon.svg`)}</Image>
  <Url type="text/html" template="${escapeXml(`${url}/search?q={searchTerms}`)}"/>
  <Url type="application/opensearchdescription+xml" rel="self" template="${escapeXml(`${url}/opensearch.xml`)}"/>
</OpenSearchDescription>
`;
}
