/**
 * What editors paste from other sites: players, videos, recordings, and pictures in the text itself. Players become links, files that
 * play stay, and what cannot stay leaves a trace. Runs before the sanitizer, which checks all of it again.
 */
import { createRequire } from 'node:module';
import { type Link, mayPlay, readLink } from '../html/links.ts';
import { escapeAttribute } from '../plain-text.ts';
import { type Losses, WECHAT_PLAYER } from './losses.ts';
import { listPicturesOutside, settleNoscript } from './noscript.ts';
import { type Attributes, readPictureAddress } from './pictures.ts';
import { findPlayer, labelOf } from './players.ts';
import type { Tag } from './tags.ts';

/** Loads the tokenizer with the first body that needs it: few do, and each reading thread would load it. */
const require = createRequire(import.meta.url);

/** Fast test of a whole body. */
const MAY_BE_EMBEDDED = /<(?:iframe|embed|object|video|audio|noscript|mp|qqmusic)/i;
const mayBePasted = (html: string): boolean => MAY_BE_EMBEDDED.test(html) || /data:image/i.test(html);
const EMBEDS = new Set(['iframe', 'embed', 'object', 'video', 'audio', 'img', 'noscript', 'param', 'source']);
const isWanted = (name: string): boolean => EMBEDS.has(name) || WECHAT_PLAYER.test(name);

/** Of what stands within a video, only text and links are for browsers that do not play it. */
const NOT_FALLBACK = /<(?!\/?a[\s>])[^>]*>/gi;

/** Most tags within an element that are looked at. */
const MAX_PARTS = 50;

/** Attributes that hold the address of what a frame or a player shows, the most usual first. */
const ADDRESSES = ['src', 'data-src', 'data', 'data-original', 'data-lazy-src', 'data-url', 'audiourl'];
/** Where WeChat plays a recording by its number. */
const WECHAT_VOICE = 'https://res.wx.qq.com/voice/getvoice?mediaid=';

/**
 * HTML with a link in place of each known player, and with what `<noscript>` holds.
 * @param losses told of pictures that are too large
 */
export function settlePasted(html: string, ownHosts: ReadonlySet<string>, losses: Losses): string {
  if (!mayBePasted(html)) return html;
  const { readTags }: typeof import('./tags.ts') = require('./tags.ts');
  const tags = readTags(html, isWanted);
  let outside: ReadonlySet<string> | undefined;
  const replaceTag = (tag: Tag, inside: readonly Tag[]): string | undefined => {
    const content = contentOf(html, tag, tags);
    if (tag.name !== 'noscript') return replace(tag, inside, content, ownHosts, losses);
    outside ??= listPicturesOutside(tags, ownHosts);
    return tag.closedBy === undefined ? undefined : settleNoscript(content, tag.end, inside, outside, ownHosts);
  };
  const parts: string[] = [];
  let written = 0;
  for (const [index, tag] of tags.entries()) {
    if (tag.start < written) continue;
    const inside = tags.slice(index + 1, Math.min(tag.closedBy ?? 0, index + 1 + MAX_PARTS));
    const replacement = tag.isEnd ? undefined : replaceTag(tag, inside);
    if (replacement === undefined) continue;
    parts.push(html.slice(written, tag.start), replacement);
    written = tags[tag.closedBy ?? index]?.end ?? tag.end;
  }
  return parts.join('') + html.slice(written);
}

/** What stands within an element; empty for one that is not closed. */
function contentOf(html: string, { closedBy, end }: Tag, tags: readonly Tag[]): string {
  const close = closedBy === undefined ? undefined : tags[closedBy];
  return close ? html.slice(end, close.start) : '';
}

/**
 * What stands in place of an element; `undefined` where it is left to the sanitizer.
 * @param inside tags within it
 */
function replace(
  tag: Tag,
  inside: readonly Tag[],
  content: string,
  ownHosts: ReadonlySet<string>,
  losses: Losses,
): string | undefined {
  if (tag.name === 'img') return traceOfPicture(tag.attributes, ownHosts, losses);
  if (tag.name === 'video' || tag.name === 'audio')
    return settleMedia(tag.name, tag.attributes, inside, content, ownHosts);
  if (tag.name === 'iframe' || tag.name === 'embed' || tag.name === 'object') return linkToPlayer([tag, ...inside]);
  return WECHAT_PLAYER.test(tag.name) ? linkToWechat(tag.attributes) : undefined;
}

function traceOfPicture(attributes: Attributes, ownHosts: ReadonlySet<string>, losses: Losses): string | undefined {
  const address = readPictureAddress(attributes, ownHosts);
  if (address.kind !== 'large') return undefined;
  losses.addLarge(address.bytes, attributes.src ?? '');
  const words = attributes.alt?.trim() ?? '';
  return `<small>${words === '' ? '〔图片〕' : `〔图片：${escapeAttribute(words)}〕`}</small>`;
}

/** A link to the first known player among an element and what stands in it. */
function linkToPlayer(tags: readonly Tag[]): string | undefined {
  for (const { name, attributes } of tags) {
    const isMovie = name === 'param' && /^(?:movie|src|url)$/i.test(attributes.name ?? '');
    const links = isMovie ? [readForeign(attributes.value)] : addressesOf(attributes);
    const player = links.map((link) => link && findPlayer(link.url)).find((found) => found !== undefined);
    if (player) return linkTo(player.href, player.label);
  }
  return undefined;
}

const addressesOf = (attributes: Attributes): (Link | undefined)[] =>
  ADDRESSES.map((attribute) => readForeign(attributes[attribute]));

/** A link to another site; `undefined` for anything else. */
function readForeign(written: string | undefined): Link | undefined {
  const link = written === undefined ? undefined : readLink(written, new Set());
  return link && !link.isOwn && link.url.protocol !== 'mailto:' ? link : undefined;
}

function linkToWechat(attributes: Attributes): string | undefined {
  const voice = /^[\w=+/-]{8,200}$/.exec(attributes.voice_encode_fileid ?? '')?.[0];
  const isAudio = voice !== undefined || attributes.audiourl !== undefined;
  const link = voice === undefined ? addressesOf(attributes).find(Boolean) : readForeign(WECHAT_VOICE + voice);
  return link && linkTo(link.href, labelOf(isAudio ? 'audio' : 'video', link.url.hostname, '微信'));
}

/** Video or sound that plays where its file lies on an https host or on the portal; a link to it elsewhere. */
function settleMedia(
  name: 'audio' | 'video',
  attributes: Attributes,
  inside: readonly Tag[],
  content: string,
  ownHosts: ReadonlySet<string>,
): string | undefined {
  const sources = [attributes, ...inside.filter((tag) => tag.name === 'source').map((tag) => tag.attributes)];
  const links = sources
    .flatMap((source) => [source.src, source['data-src']])
    .flatMap((written) => (written === undefined || written.trim() === '' ? [] : (readLink(written, ownHosts) ?? [])))
    .filter(({ url }) => url.protocol !== 'mailto:');
  const playable = links.filter(mayPlay);
  // What every browser plays goes first.
  const best = playable.find(({ url }) => /\.(?:mp4|m4v|mp3|m4a)$/i.test(url.pathname)) ?? playable[0];
  if (best) {
    const poster = attributes.poster || attributes['data-poster'] || '';
    const more = Object.entries({ poster, width: attributes.width ?? '', height: attributes.height ?? '' });
    const others = more.map(([key, value]) => (value === '' ? '' : ` ${key}="${escapeAttribute(value)}"`)).join('');
    return `<${name} src="${escapeAttribute(best.href)}"${others}>${content.replace(NOT_FALLBACK, '').trim()}</${name}>`;
  }
  const [link] = links;
  return link && linkTo(link.href, labelOf(name, link.url.hostname));
}

const linkTo = (href: string, label: string): string =>
  `<a href="${escapeAttribute(href)}">${escapeAttribute(label)}</a>`;
