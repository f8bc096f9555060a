import { Converter } from 'opencc-js/cn2t';

let convert: ((text: string) => string) | undefined;

/**
 * Converts simplified characters to the traditional ones of Taiwan, phrase by phrase (OpenCC's `s2tw`): 头发 becomes 頭髮, and 发展
 * becomes 發展. Vocabulary is not converted. The first call loads the dictionary: some 100 ms and 60 MB.
 */
export function toTraditional(text: string): string {
  convert ??= Converter({ from: 'cn', to: 'tw' });
  return convert(text);
}
