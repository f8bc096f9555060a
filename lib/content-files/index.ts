/**
 * Sends files of the content folder as they are. They are hostile: each is opened so that no link leads out of the folder, and is
 * sent under a policy that lets nothing in it run. Knows neither the index nor a kind of server.
 */
export { type ContentFile, copyNameOf, openContentFile, openCopy } from './open.ts';
export { replyWith } from './reply.ts';
