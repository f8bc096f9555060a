/** Makes ids as kramdown does: ASCII letters, digits and hyphens, from the first letter on; a number after one that has been given. */
export function newBasicIdMaker(prefix: string): (text: string) => string {
  const given = new Map<string, number>();
  return (text) => {
    const ascii = text.replace(/(^|\n)[^a-zA-Z]+/g, '$1');
    const id =
      ascii
        .replace(/[^a-zA-Z0-9 -]/g, '')
        .replaceAll(' ', '-')
        .toLowerCase() || 'section';
    const count = given.get(id) ?? 0;
    given.set(id, count + 1);
    return prefix + (count > 0 ? `${id}-${count}` : id);
  };
}
