import { Converter } from 'opencc-js/cn2t';

let convert: ((text: string) => string) | undefined;

/**
 * Simplified characters to traditional ones in the forms of Taiwan, phrase by phrase (OpenCC's `s2tw`): 头发 is 頭髮, and 发展
 * is 發展. Words stay the source's own. The first call reads the dictionary, which takes some 100 ms and 60 MB.
 */
export function toTraditional(text: string): string {
  convert ??= Converter({ from: 'cn', to: 'tw' });
  return convert(text);
}
