import type { YamlValue } from './front-matter/yaml.ts';

/** An entry of `defaults` in `_config.yml`: front matter for the posts below a folder. */
export interface FieldDefaults {
  /** The folder, without slashes at its ends; empty for the whole content folder. */
  path: string;
  values: ReadonlyMap<string, YamlValue>;
}

/** The settings that affect how a post is read. */
export interface ContentSettings {
  /** IANA zone of addresses and of dates without a time. */
  timezone: string;
  naiveDates: 'utc' | 'site';
  /** Template or named style of Jekyll. */
  permalink: string;
  /** Hosts (with port, if any) of the portal: its own and its aliases. */
  ownHosts: string[];
  /** True where posts that say `published: false` are published all the same. */
  unpublished: boolean;
  /** The most specific last. */
  defaults: FieldDefaults[];
}
