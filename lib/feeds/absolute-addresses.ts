import { type DefaultTreeAdapterTypes, parseFragment, serialize } from 'parse5';

const ADDRESSES = new Set(['href', 'src', 'poster']);

/** Sanitized HTML in which every link and picture can be found from elsewhere: feed readers differ in what they make of a base. */
export function withAbsoluteAddresses(html: string, base: string): string {
  const fragment = parseFragment(html);
  makeAddressesAbsolute(fragment, base);
  return serialize(fragment);
}

function makeAddressesAbsolute(node: DefaultTreeAdapterTypes.Node, base: string): void {
  if ('attrs' in node) {
    for (const attribute of node.attrs) {
      if (ADDRESSES.has(attribute.name) && URL.canParse(attribute.value, base))
        attribute.value = new URL(attribute.value, base).href;
    }
  }
  if ('childNodes' in node) for (const child of node.childNodes) makeAddressesAbsolute(child, base);
}
