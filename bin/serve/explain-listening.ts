import { SiteError } from '../../lib/site.ts';

/** What an error of listening means to the operator. @param portName variable with the port @param hostName with the address */
export function explainListening(
  error: unknown,
  portName: string,
  hostName: string,
  { host, port }: { host: string; port: number },
): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new SiteError(`${portName}: ${port} on ${host} is in use; choose another`);
  if (code === 'EACCES') {
    return new SiteError(`${portName}: ${port} needs rights that this user does not have; choose one above 1023`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new SiteError(`${hostName}: ${host} is no address of this machine`);
  }
  return error;
}
