declare module 'opencc-js/dict/TSCharacters' {
  /** `traditional simplified`, separated by `|`. */
  const characters: string;
  export default characters;
}
