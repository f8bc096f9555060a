/**
 * Pictures that are made once and kept in DATA_DIR within a bound: scaled pictures of the content folder, and cards. A process of its own
 * makes them, one after the other.
 */
export { type KeptPicture, PictureStore } from './picture-store.ts';
